import { type Document, isMap, parseDocument } from 'yaml'
import { blockContent } from './block-content.ts'
import { type Card, ownFields } from './card.ts'
import type { CardFacts } from './card-facts.ts'
import { sectionsOf } from './card-sections.ts'
import { openFields, setFacts } from './front-matter.ts'
import { type BlockName, marked, withBlock, withoutBlock } from './generated-block.ts'
import type { Measured } from './measured.ts'
import { modelIndex, resultsOf, runResult } from './model-index.ts'
import { assembled, forHubs } from './new-card.ts'
import { sectionNamed, sections } from './template.ts'

/**
 * A card whose facts are those of a version again, with everything that people wrote. Numbers of subgroups stay only when
 * they are of this very version; `measured` replaces them.
 */
export function refreshed(card: Card, facts: CardFacts, nowMs: number, measured?: Measured): string {
  const { version } = facts
  const own = ownFields(card)
  const isSame = own.model === version.name && own.digest === version.digest
  const stays = measured === undefined && isSame
  const yaml = opened(card)
  setFacts(yaml, facts)
  for (const { path, value } of openFields(nowMs)) {
    if (!yaml.hasIn(path) || (!isSame && path.at(-1) === 'review_by')) yaml.setIn(path, value)
  }
  if (measured !== undefined) yaml.setIn(['mlreg', 'evaluation'], yaml.createNode(measured.evaluation))
  else if (!isSame) yaml.deleteIn(['mlreg', 'evaluation'])
  setIndex(yaml, facts, { card, stays, measured })
  const names: BlockName[] = ['details', ...sections.flatMap(({ block }) => block ?? [])]
  const body = names
    .filter(name => name !== 'subgroups' || !stays)
    .reduce((text, name) => placed(text, name, blockContent(name, facts, measured)), card.body)
  return assembled(yaml, body, nowMs)
}

/** The same text, changed on this day. */
export function dated(card: Card, nowMs: number): string {
  return assembled(opened(card), card.body, nowMs)
}

function opened({ yaml }: Card): Document {
  const document = parseDocument(yaml, forHubs)
  // Whatever else stands there, a table has to.
  if (!isMap(document.get('mlreg'))) document.set('mlreg', document.createNode({}))
  return document
}

/** The run's results anew, then those that people added, then those of the subgroups. */
function setIndex(
  yaml: Document,
  facts: CardFacts,
  { card, stays, measured }: { card: Card; stays: boolean; measured: Measured | undefined },
): void {
  const there = resultsOf(card.frontMatter['model-index'])
  const raw = (by: 'card' | undefined) =>
    there.filter(({ measuredBy }) => measuredBy === by).map(result => result.raw)
  const ofCard = stays ? raw('card') : [measured?.result]
  const index = modelIndex(facts.version.name, [runResult(facts), ...raw(undefined), ...ofCard])
  if (index === undefined) yaml.delete('model-index')
  else yaml.set('model-index', yaml.createNode(index))
}

/** A part anew where it stands, else below the heading of its section; a card without that section does not want it. */
function placed(body: string, name: BlockName, content: string | undefined): string {
  if (content === undefined) return withoutBlock(body, name)
  const there = withBlock(body, name, content)
  if (there !== undefined) return there
  const title = sections.find(({ block }) => block === name)?.title
  const section = title === undefined ? undefined : sectionNamed(sectionsOf(body), title)
  if (section === undefined) return name === 'subgroups' ? appended(body, title as string, content) : body
  const lines = body.split('\n')
  lines.splice(section.line, 0, '', marked(name, content))
  return lines.join('\n')
}

function appended(body: string, title: string, content: string): string {
  return `${body.trimEnd()}\n\n## ${title}\n\n${marked('subgroups', content)}\n`
}
