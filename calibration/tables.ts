import { formatCount } from '../src/report/numbers.ts'
import { isAbove } from './binomial.ts'
import type { DefectRates } from './defects.ts'
import { type Judged, judgedName, type Tally } from './judged.ts'
import type { PlannedSize } from './plan.ts'
import type { Rates } from './rates.ts'
import { alpha, type RunAlarms } from './whole-runs.ts'

export function runTable(runs: readonly RunAlarms[]): string {
  const head = [
    '25 columns',
    'rows',
    'runs',
    '±',
    'calibrated',
    'uncorrected',
    'KS, chi-square p < 0.01',
    'PSI > 0.1',
  ]
  const rows = runs.map(({ mix, size, runs: rounds, calibrated, uncorrected, classic, psi }) => [
    mix,
    sizeText(size),
    formatCount(rounds),
    error(rounds, alpha),
    share(calibrated, rounds, alpha),
    share(uncorrected, rounds),
    share(classic, rounds),
    share(psi, rounds),
  ])
  return table(head, rows)
}

/** What there is to find: nothing, no more than is tolerated, or drift. */
export type Truth = 'none' | 'tolerated' | 'drift'

/** P-values below 5% and 1%, and beside them the fixed rule for a PSI; one row a column and size. */
export function levelTable(rates: readonly Rates[], truth: Truth): string {
  const judged = judgedIn(rates, true)
  const psi = judgedIn(rates, false).filter(({ test }) => test === 'psi')
  const rows = rates.map(each => [
    ...rowHead(each, truth, truth === 'drift' ? 0.5 : alpha),
    ...judged.map(figure => levelCell(each, figure, truth)),
    ...psi.map(figure => distanceCell(each, figure)),
  ])
  return table([...tableHead(truth), ...judged.map(judgedName), ...psi.map(() => 'PSI > 0.1')], rows)
}

/** Distances above 0.1. */
export function distanceTable(rates: readonly Rates[], truth: Truth): string {
  const judged = judgedIn(rates, false)
  const rows = rates.map(each => [
    ...rowHead(each, truth, 0.5),
    ...judged.map(figure => distanceCell(each, figure)),
  ])
  return table([...tableHead(truth), ...judged.map(judgedName)], rows)
}

export function defectTable(rates: readonly DefectRates[]): string {
  const rows = rates.map(({ defect, windows, isDrift, rule, rounds, byRule, byPolicy }) => [
    defect,
    windows,
    isDrift ? 'yes' : 'no',
    rule,
    share(byRule, rounds),
    share(byPolicy, rounds, isDrift ? undefined : alpha),
  ])
  return table(['defect', 'windows', 'drift?', 'the rule', 'the rule alarms', 'mlreg alarms'], rows)
}

function judgedIn(rates: readonly Rates[], isPValue: boolean): readonly Judged[] {
  const all = new Set(rates.flatMap(({ tallies }) => [...tallies.keys()]))
  return [...all].filter(judged => judged.isPValue === isPValue)
}

function tableHead(truth: Truth): string[] {
  return ['column', ...(truth === 'none' ? [] : ['PSI']), 'rows', 'pairs', '±']
}

function rowHead({ name, size, pairs, psi }: Rates, truth: Truth, expected: number): string[] {
  const psiCell = truth === 'none' ? [] : [psi.toFixed(2)]
  return [name, ...psiCell, sizeText(size), formatCount(pairs), error(pairs, expected)]
}

function distanceCell({ tallies }: Rates, judged: Judged): string {
  const { computed = 0, alarms = [] }: Partial<Tally> = tallies.get(judged) ?? {}
  return computed === 0 ? '–' : share(alarms[0] ?? 0, computed)
}

/** A figure that a test gives for some pairs only is as good as its number of pairs; fewer than half are not shown. */
function levelCell({ tallies, pairs }: Rates, judged: Judged, truth: Truth): string {
  const { computed = 0, alarms = [] }: Partial<Tally> = tallies.get(judged) ?? {}
  if (computed < pairs / 2) return '–'
  const isFalse = truth === 'none' || (truth === 'tolerated' && judgedName(judged) === 'psi-calibrated')
  return judged.limits
    .map((limit, i) => share(alarms[i] ?? 0, computed, isFalse ? limit : undefined))
    .join(' / ')
}

function sizeText({ reference, current }: PlannedSize): string {
  return `${formatCount(reference)} v ${formatCount(current)}`
}

/** In percent, two standard errors of a share. */
function error(rounds: number, expected: number): string {
  return (200 * Math.sqrt((expected * (1 - expected)) / rounds)).toFixed(1)
}

/** In percent; in bold where it is above nominal beyond chance. */
function share(alarms: number, rounds: number, nominal?: number): string {
  const text = ((100 * alarms) / rounds).toFixed(1)
  return nominal !== undefined && isAbove(alarms, rounds, nominal) ? `**${text}**` : text
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n')
}
