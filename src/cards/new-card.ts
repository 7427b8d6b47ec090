import { Document } from 'yaml'
import { blockContent } from './block-content.ts'
import type { CardFacts } from './card-facts.ts'
import { dayOf, openFields, setFacts } from './front-matter.ts'
import { type BlockName, marked } from './generated-block.ts'
import type { Measured } from './measured.ts'
import { modelIndex, runResult } from './model-index.ts'
import { placeholder } from './placeholder.ts'
import { sections } from './template.ts'

/** A card with all that is known, and a placeholder wherever somebody has to write. */
export function newCard(facts: CardFacts, nowMs: number, measured?: Measured): string {
  const yaml = new Document({}, forHubs)
  const open = openFields(nowMs)
  for (const { path, value } of open) if (path.length === 1) yaml.setIn(path, value)
  setFacts(yaml, facts)
  for (const { path, value } of open) if (path.length > 1) yaml.setIn(path, value)
  if (measured !== undefined) yaml.setIn(['mlreg', 'evaluation'], yaml.createNode(measured.evaluation))
  const index = modelIndex(facts.version.name, [runResult(facts), measured?.result])
  if (index !== undefined) yaml.set('model-index', yaml.createNode(index))
  const block = (name: BlockName) => {
    const content = blockContent(name, facts, measured)
    return content === undefined ? [] : [marked(name, content)]
  }
  const parts = sections.flatMap(section => [
    `## ${section.title}`,
    ...(section.block === undefined ? [] : block(section.block)),
    ...(section.asks === undefined ? [] : [placeholder(section.asks)]),
  ])
  return assembled(yaml, `\n${[...block('details'), ...parts].join('\n\n')}\n`, nowMs)
}

/** Hubs read YAML 1.1, in which a bare `yes` is true and a bare day a point in time: such texts are quoted. */
export const forHubs = { compat: 'yaml-1.1' } as const

/** The text of a card, with the day on which it was last changed. */
export function assembled(yaml: Document, body: string, nowMs: number): string {
  yaml.setIn(['mlreg', 'updated'], dayOf(nowMs))
  return `---\n${yaml.toString({ lineWidth: 0 })}---\n${body}`
}
