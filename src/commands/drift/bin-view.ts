import type { ExplainedBin } from '../../drift/explain-column.ts'
import { counted, formatDecimals, formatNumber, formatPercent, formatPValue } from '../../report/numbers.ts'
import type { Block, Cell, TableColumn } from '../../report/report.ts'
import type { ExplainedResult } from './explain-result.ts'
import type { OtherBins, ShownBins } from './explained-bins.ts'

const columns: readonly TableColumn[] = [
  { title: 'bin', align: 'left', narrow: 'shrink' },
  { title: '', align: 'left', narrow: 'keep' },
  { title: 'reference', align: 'right', narrow: 'keep' },
  { title: 'current', align: 'right', narrow: 'keep' },
  { title: 'residual', align: 'right', narrow: 'drop' },
  { title: 'p', align: 'right', narrow: 'drop' },
  { title: 'of PSI', align: 'right', narrow: 'keep' },
]

/** One row a bin with both shares as bars, and what the signs mean. */
export function binBlocks(result: ExplainedResult, { bins, total, others }: ShownBins): readonly Block[] {
  const { explanation, alpha } = result
  const { statistic } = explanation.psi
  const rows = [...bins, ...(others ? [others] : [])]
  const peak = rows.reduce((most, { reference, current }) => Math.max(most, reference, current), 0)
  const cells = [
    ...bins.map(bin => binCells(bin, peak, statistic, alpha)),
    ...(others ? [otherCells(others, peak, statistic)] : []),
  ]
  const notes = [
    legend,
    chanceNote(result, total),
    psiNote(result),
    ...apartNotes(bins),
    ...chanceNotes(bins),
  ]
  const cut = others ? [`showing ${bins.length} of ${total} bins, those that moved most`] : []
  return [
    { type: 'table', columns, rows: cells },
    ...[...cut, ...notes].map(text => ({ type: 'note', tone: 'dim', text }) as const),
  ]
}

const legend = '█ in both, ▀ in the reference alone, ▄ in the current window alone'

/** What an arrow stands for. */
function chanceNote({ alpha }: ExplainedResult, total: number): string {
  return `↑ ↓ beyond chance: p below ${formatPercent(alpha)}, by Holm for ${counted(total, 'bin')}`
}

function binCells(bin: ExplainedBin, peak: number, psi: number, alpha: number): readonly Cell[] {
  const { reference, current, residual, adjustedPValue } = bin
  const hasMoved = adjustedPValue < alpha
  const arrow = hasMoved ? (residual > 0 ? '↑ ' : '↓ ') : ''
  const tone = hasMoved ? 'plain' : 'dim'
  return [
    { text: bin.bin, tone: hasMoved ? 'strong' : 'plain' },
    { text: '', bar: { reference: reference / peak, current: current / peak }, tone },
    { text: formatPercent(reference), tone },
    { text: formatPercent(current), tone },
    {
      text: `${arrow}${signed(residual)}`,
      tone: hasMoved ? 'strong' : 'dim',
    },
    { text: formatPValue(adjustedPValue), tone },
    { text: partOf(bin, psi), tone },
  ]
}

function signed(residual: number): string {
  const text = formatDecimals(residual, 1)
  return residual > 0 && /^\d/.test(text) ? `+${text}` : text
}

function otherCells(others: OtherBins, peak: number, psi: number): readonly Cell[] {
  const { reference, current } = others
  return [
    { text: `(${counted(others.bins, 'other bin')})`, tone: 'dim' },
    { text: '', bar: { reference: reference / peak, current: current / peak }, tone: 'dim' },
    { text: formatPercent(reference), tone: 'dim' },
    { text: formatPercent(current), tone: 'dim' },
    { text: '' },
    { text: '' },
    { text: partOf(others, psi), tone: 'dim' },
  ]
}

function partOf({ contribution }: Pick<ExplainedBin, 'contribution'>, psi: number): string {
  return formatPercent(psi > 0 ? contribution / psi : 0)
}

/** How surprising the whole is, in the words of what decides. */
function psiNote({ explanation: { psi }, minEffect }: ExplainedResult): string {
  const { pValue, unchanged } = psi
  if (pValue === undefined || unchanged === undefined) {
    return 'psi-calibrated says nothing of windows with fewer than 10 rows: read the bins as they are'
  }
  const tolerated = `p ${formatPValue(pValue)} for a PSI up to ${formatNumber(minEffect)}`
  return `this column alone: ${tolerated}, ${formatPValue(unchanged)} for no change`
}

/** A range does not hold the values within it that repeat. */
function apartNotes(bins: readonly ExplainedBin[]): readonly string[] {
  const isCut = bins.some(({ rows }) => rows.type === 'range' && rows.except.length > 0)
  return isCut ? ['a value that repeats has a bin of its own, and is not in the range around it'] : []
}

/** Some categories are unseen by chance: the reader is told where the statistic does not go by the rows. */
function chanceNotes(bins: readonly ExplainedBin[]): readonly string[] {
  const unseen = bins.find(({ expected, referenceRows }) => expected !== undefined && referenceRows === 0)
  return unseen?.expected === undefined
    ? []
    : [
        `${formatPercent(unseen.expected)} of rows would be unseen by mere chance: only what is beyond that counts`,
      ]
}
