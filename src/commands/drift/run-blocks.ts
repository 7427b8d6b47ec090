import type { MeasuredColumn, Policy } from '../../drift/policy.ts'
import { type InBlocks, withBlocks } from '../../drift/with-blocks.ts'
import { formatCount } from '../../report/numbers.ts'
import { blockSql, type ChosenBlock, chooseBlock } from './choose-block.ts'
import type { DriftOptions } from './drift-options.ts'
import { type DriftRun, since, type Windows } from './open-windows.ts'

/** The blocks that rows were taken in, and how many either window has. */
export type BlocksTaken = ChosenBlock & InBlocks['blocks']

/** What `--block` names, where the policy weighs rows at all. */
export function blockFor({ block }: DriftOptions, policy: Policy, windows: Windows): ChosenBlock | undefined {
  return block !== undefined && policy.bins === 'robust' ? chooseBlock(block, windows) : undefined
}

/** Has the rows of a block count together, and says so where that changes nothing. */
export async function runBlocks(
  { context: { explain, options }, engine, progress }: DriftRun,
  windows: Windows,
  block: ChosenBlock | undefined,
  compared: readonly MeasuredColumn[],
): Promise<{
  readonly measured: readonly MeasuredColumn[]
  readonly block?: BlocksTaken
  readonly warnings: readonly string[]
}> {
  if (block === undefined) {
    const isIdle = options.block !== undefined
    return { measured: compared, warnings: isIdle ? ['--block bears on the calibrated policy only'] : [] }
  }
  progress.say('adding up blocks')
  const started = performance.now()
  const { measured, blocks } = await withBlocks(
    engine,
    windows,
    window => blockSql(block, window),
    compared,
    1 - options.alpha,
  )
  explain(
    `rows added up in ${blocks.reference.count} and ${blocks.current.count} blocks in ${since(started)}`,
  )
  const isSingle =
    blocks.reference.count === windows.reference.rows && blocks.current.count === windows.current.rows
  const warnings = isSingle
    ? [`--block ${options.block}: every row is a block of its own, so that rows count as independent`]
    : []
  return { measured, block: { ...block, ...blocks }, warnings }
}

/** The blocks in a sentence. */
export function blocksSentence(
  { column, unit, reference, current }: BlocksTaken,
  effects: readonly number[],
): string {
  const of = unit === undefined ? column : `${unit} of ${column}`
  const most = effects.length === 0 ? 1 : Math.max(...effects)
  const worth = most >= 1.5 ? `; up to ${formatCount(Number(most.toPrecision(2)))} rows are worth one` : ''
  return `rows of one ${of} count together: ${formatCount(reference.count)} blocks in the reference, ${formatCount(current.count)} in the current window${worth}`
}
