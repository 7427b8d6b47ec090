import type { GroupGap } from '../quality/group-gaps.ts'
import type { Subgroup, SubgroupResult, Subgroups } from '../quality/subgroups.ts'
import { formatCount, formatDecimals, formatNumber } from '../report/numbers.ts'
import { asMarkdown, type MarkdownColumn, markdownTable } from './markdown-table.ts'

/** The file that was measured on, and the columns. */
export interface Evaluation {
  readonly name: string
  /** SHA-256 in hexadecimal, null of what has no bytes to name. */
  readonly digest: string | null
  readonly target: string
  readonly prediction: string | undefined
  readonly score: string | undefined
}

const titles: Readonly<Record<string, string>> = {
  false_positive_rate: 'false positive rate',
  selection_rate: 'selection rate',
  balanced_accuracy: 'balanced accuracy',
  roc_auc: 'ROC AUC',
  brier: 'Brier score',
  f1: 'F1',
  mae: 'MAE',
  rmse: 'RMSE',
  r2: 'R²',
  demographic_parity: 'demographic parity',
  equal_opportunity: 'equal opportunity',
  equalized_odds: 'equalized odds',
}

const shares = /^(accuracy|precision|recall|f1|brier|roc_auc|r2|.*_(rate|accuracy))$/

/** The tables of a card's subgroups, and below each what is to be known before anybody relies on them. */
export function subgroupBlock(result: SubgroupResult, evaluation: Evaluation): string {
  return [opening(result, evaluation), ...result.by.map(by => groupText(result, by))].join('\n\n')
}

function opening({ rows, positive, all }: SubgroupResult, evaluation: Evaluation): string {
  const { name, digest, target, prediction, score } = evaluation
  const columns = [
    `target ${asMarkdown(target)}`,
    ...(prediction === undefined ? [] : [`prediction ${asMarkdown(prediction)}`]),
    ...(score === undefined ? [] : [`score ${asMarkdown(score)}`]),
    ...(positive === undefined ? [] : [`positive class ${asMarkdown(positive)}`]),
  ]
  const left = rows - all.used
  return [
    `Measured on ${asMarkdown(name)}, ${formatCount(rows)} rows${digest === null ? '' : ` (SHA-256 ${digest})`}: ${columns.join(', ')}.`,
    ...(left === 0 ? [] : [`Of these, ${formatCount(left)} have no target or no answer, and take no part.`]),
    'Intervals are of 95%, those of shares by Wilson.',
  ].join(' ')
}

function groupText(result: SubgroupResult, by: Subgroups): string {
  const names = [...new Set([result.all, ...by.groups].flatMap(({ figures }) => [...figures.keys()]))]
  const columns: MarkdownColumn[] = [
    { title: by.column },
    { title: 'rows', align: 'right' },
    ...names.map(name => ({ title: titleOf(name), align: 'right' as const })),
  ]
  const rows = [
    ['**all rows**', ...rowOf(result.all, names)],
    ...by.groups.map(group => [labelOf(group), ...rowOf(group, names)]),
  ]
  const notes = warningsOf(by)
  return [
    `### By ${asMarkdown(by.column)}`,
    markdownTable(columns, rows),
    ...(by.gaps.length === 0 ? [] : [gapTable(by), gapNote(by)]),
    ...(notes.length === 0 ? [] : [notes.map(note => `- ${asMarkdown(note)}`).join('\n')]),
  ].join('\n\n')
}

function rowOf({ used, figures }: Subgroup, names: readonly string[]): string[] {
  const cells = names.map(name => {
    const figure = figures.get(name)
    return figure === undefined ? '–' : intervalText(name, { value: figure.value, ...figure.bounds(0.975) })
  })
  return [formatCount(used), ...cells]
}

function gapTable({ gaps, groups }: Subgroups): string {
  const label = (place: number) => labelOf(groups[place] as Subgroup)
  return markdownTable(
    [
      { title: 'between groups' },
      { title: 'difference', align: 'right' },
      { title: 'ratio', align: 'right' },
      { title: 'largest' },
      { title: 'smallest' },
    ],
    gaps.map(gap => [
      asMarkdown(gapTitle(gap)),
      intervalText(gap.of[0] as string, gap.difference),
      gap.ratio === undefined ? '–' : intervalText('accuracy', gap.ratio),
      label(gap.largest),
      label(gap.smallest),
    ]),
  )
}

function gapTitle({ name, of }: GroupGap): string {
  return name === of[0] ? titleOf(name) : `${titleOf(name)} (${of.map(titleOf).join(', ')})`
}

function gapNote({ groups }: Subgroups): string {
  const pairs =
    groups.length > 2
      ? ' Which two those are was seen in these rows, so the intervals hold for all pairs at once.'
      : ''
  return `Differences and ratios are between the two groups that differ most.${pairs}`
}

/** Text that a figure is, with where it may lie: 0.91 (0.88–0.94). */
function intervalText(
  name: string,
  { value, low, high }: { value: number; low: number; high: number },
): string {
  const text = (x: number) => (shares.test(name) ? formatDecimals(x, 3) : formatNumber(x))
  const isKnown = Number.isFinite(low) && Number.isFinite(high)
  return asMarkdown(isKnown ? `${text(value)} (${text(low)}–${text(high)})` : `${text(value)} (too few rows)`)
}

function titleOf(name: string): string {
  return titles[name] ?? name
}

function labelOf({ label }: Pick<Subgroup, 'label'>): string {
  return label === null ? '*no value*' : asMarkdown(label)
}

/** Below so many rows a share has an interval of more than a third. */
const fewRows = 30

/** What keeps a table from being believed too readily, as sentences without markup. */
export function warningsOf({ column, groups, gaps }: Subgroups): string[] {
  const name = ({ label }: Subgroup) => (label === null ? 'no value' : `"${label}"`)
  const named = (some: readonly Subgroup[]) => some.map(name).join(', ')
  const few = groups.filter(({ used }) => used > 0 && used < fewRows)
  const none = groups.filter(({ used }) => used === 0)
  const thin = groups.filter(
    ({ used, figures }) =>
      used >= fewRows && [...figures.values()].some(({ of }) => of !== undefined && of < 10),
  )
  const left = gaps.filter(({ leftOut }) => leftOut.length > 0)
  return [
    ...(groups.length === 1 ? [`${column} has one group only: there is nothing to compare it with`] : []),
    ...(none.length === 0 ? [] : [`${column}: no row with a target and an answer in ${named(none)}`]),
    ...(few.length === 0
      ? []
      : [`${column}: fewer than ${fewRows} rows in ${named(few)}: their figures say little`]),
    ...(thin.length === 0
      ? []
      : [`${column}: some shares of ${named(thin)} are of fewer than 10 rows, and say little`]),
    ...left.map(({ name: gap, leftOut }) => {
      const groups_ = leftOut.map(place => groups[place] as Subgroup)
      return `${column}: ${titleOf(gap)} leaves out ${named(groups_)}, where it is not defined`
    }),
  ]
}
