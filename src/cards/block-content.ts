import type { CardFacts } from './card-facts.ts'
import { type FactBlock, factBlocks } from './fact-blocks.ts'
import type { BlockName } from './generated-block.ts'
import type { Measured } from './measured.ts'

/** What mlreg writes into a part of a card; nothing of subgroups that were not measured. */
export function blockContent(
  name: BlockName,
  facts: CardFacts,
  measured: Measured | undefined,
): string | undefined {
  return name === 'subgroups' ? measured?.block : factBlocks[name as FactBlock](facts)
}
