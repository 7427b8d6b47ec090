import { isTable } from '../config/setting-texts.ts'
import type { Card } from './card.ts'
import { type CardFinding, type FindingRule, warning } from './finding.ts'
import { blockOf } from './generated-block.ts'
import { isPlaceholder } from './placeholder.ts'
import { type AskedStage, demandingStages, isDemanded } from './stage-demand.ts'
import { fields, type Since, sectionNamed, sections } from './template.ts'

/** What a card has to say and does not: an error where the stage demands it, a warning before. */
export function checkComplete(card: Card, asked: AskedStage): CardFinding[] {
  const finding = (since: Since, rule: FindingRule, place: string, message: string): CardFinding => {
    const isError = isDemanded(since, asked)
    const until = isError ? '' : `, which ${demandingStages(since, asked.policy)} will demand`
    return { severity: isError ? 'error' : 'warning', rule, place, message: `${message}${until}` }
  }
  const ofSections = sections.flatMap(({ title, asks, since }) => {
    if (asks === undefined || since === undefined) return []
    const found = sectionNamed(card.sections, title)
    if (found === undefined)
      return [finding(since, 'missing', title, `there is no section "## ${title}": ${asks}`)]
    if (found.text === '') return [finding(since, 'missing', title, `the section says nothing: ${asks}`)]
    return isPlaceholder(found.text)
      ? [finding(since, 'placeholder', title, `still to be written (line ${found.line}): ${asks}`)]
      : []
  })
  const ofFields = fields.flatMap(({ path, asks, since }) => {
    const value = valueAt(card.frontMatter, path)
    const place = path.join('.')
    if (value === undefined || value === null)
      return [finding(since, 'missing', place, `is missing: ${asks}`)]
    return isPlaceholder(String(value))
      ? [finding(since, 'placeholder', place, `still to be filled in: ${asks}`)]
      : []
  })
  return [...ofSections, ...ofSubgroups(card, asked), ...ofFields]
}

/** Words alone are allowed: not every model is of people, and not every team may know their groups. */
function ofSubgroups(card: Card, asked: AskedStage): CardFinding[] {
  const title = 'Performance across subgroups'
  if (!isDemanded('serving', asked) || sectionNamed(card.sections, title) === undefined) return []
  if (blockOf(card.body, 'subgroups') !== undefined) return []
  const how = 'mlreg card edit --evaluation FILE --target COLUMN --prediction COLUMN --by COLUMN'
  return [warning('missing', title, `there are no numbers: "${how}" computes them`)]
}

function valueAt(table: Readonly<Record<string, unknown>>, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, key) => (isTable(value) ? value[key] : undefined), table)
}
