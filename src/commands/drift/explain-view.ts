import { counted, formatDecimals, formatPercent } from '../../report/numbers.ts'
import type { Block, Cell, TableColumn } from '../../report/report.ts'
import { binBlocks } from './bin-view.ts'
import { describeExplained } from './describe-explained.ts'
import type { ExplainedResult, ExplainResult } from './explain-result.ts'
import type { ShownBins } from './explained-bins.ts'
import { filterBlocks } from './filter-view.ts'
import { quantileBlocks } from './quantile-view.ts'

/** What a person sees: a chart of the bins, the quantiles, what is new, and how to get at the rows. */
export function explainView(result: ExplainedResult, shown: ShownBins): readonly Block[] {
  return [
    windowFields(result),
    heading(result),
    ...result.notes.map(text => ({ type: 'note', text }) as const),
    ...binBlocks(result, shown),
    ...quantileBlocks(result),
    ...unseenBlocks(result),
    ...filterBlocks(result, shown),
    { type: 'note', tone: 'dim', text: `reproduce: ${result.reproduce}` },
  ]
}

export function windowFields({ reference, current }: ExplainResult): Block {
  return {
    type: 'fields',
    rows: [
      ['reference', reference.source, counted(reference.rows, 'row')],
      ['current', current.source, counted(current.rows, 'row')],
    ],
  }
}

function heading(result: ExplainedResult): Block {
  const { name, kind, explanation, alpha } = result
  const { statistic, pValue = 1, unchanged } = explanation.psi
  const quiet = explanation.isBinned ? 'nothing beyond chance' : 'as many nulls as before, but for chance'
  const what = `${name} (${kind}): PSI ${formatDecimals(statistic)}, ${describeExplained(result)}`
  if (unchanged === undefined) return { type: 'heading', text: `${what}: too few rows to tell`, tone: 'warn' }
  if (pValue < alpha) return { type: 'heading', text: what, tone: 'bad' }
  return unchanged < alpha
    ? { type: 'heading', text: `${what}: real, and below the minimum effect`, tone: 'warn' }
    : {
        type: 'heading',
        text: `${name} (${kind}): PSI ${formatDecimals(statistic)}, ${quiet}`,
        // That nothing is missing says nothing of the values.
        tone: explanation.isBinned ? 'good' : 'plain',
      }
}

const unseenColumns: readonly TableColumn[] = [
  { title: 'unseen before', align: 'left', narrow: 'shrink' },
  { title: 'rows', align: 'right', narrow: 'keep' },
  { title: 'share', align: 'right', narrow: 'keep' },
]

function unseenBlocks({ explanation: { unseen }, current, most }: ExplainedResult): readonly Block[] {
  if (unseen.values.length === 0) return []
  const shown = unseen.values.slice(0, most)
  const rows = shown.map(({ value, rows }): readonly Cell[] => [
    { text: value, tone: 'strong' },
    { text: String(rows) },
    { text: formatPercent(rows / current.rows) },
  ])
  const left = unseen.values.length - shown.length
  const notes = [
    ...(left > 0 ? [`showing ${shown.length} of ${counted(unseen.values.length, 'unseen value')}`] : []),
    ...(unseen.unnamed > 0
      ? [
          `the reference pooled ${counted(unseen.unnamed, 'rare value')} without their names: these may be among them`,
        ]
      : []),
  ]
  return [
    { type: 'table', columns: unseenColumns, rows },
    ...notes.map(text => ({ type: 'note', tone: 'dim', text }) as const),
  ]
}
