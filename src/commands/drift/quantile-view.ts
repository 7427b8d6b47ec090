import type { QuantileShift } from '../../drift/quantile-shifts.ts'
import { formatPercent } from '../../report/numbers.ts'
import type { Block, Cell, TableColumn } from '../../report/report.ts'
import type { ExplainedResult } from './explain-result.ts'
import { textsOf, type ValueTexts } from './value-texts.ts'

/** How far the quantiles moved, and between what bounds; nothing of a column without an order. */
export function quantileBlocks(result: ExplainedResult): readonly Block[] {
  const { quantiles } = result.explanation
  if (quantiles.length === 0) return []
  const texts = textsOf(result)
  const columns: readonly TableColumn[] = [
    { title: 'quantile', align: 'left', narrow: 'keep' },
    { title: 'reference', align: 'right', narrow: 'keep' },
    { title: 'current', align: 'right', narrow: 'keep' },
    { title: 'shift', align: 'right', narrow: 'keep' },
    { title: `${formatLevel(1 - result.alpha)} interval`, align: 'left', narrow: 'drop' },
  ]
  return [{ type: 'table', columns, rows: quantiles.map(one => cells(one, texts)) }]
}

function cells(one: QuantileShift, { value, difference }: ValueTexts): readonly Cell[] {
  const { low, high } = one
  const isSure = (low !== undefined && low > 0) || (high !== undefined && high < 0)
  const tone = isSure ? 'plain' : 'dim'
  const end = (at: number | undefined) => (at === undefined ? '?' : difference(at))
  const interval = low === undefined && high === undefined ? 'too few rows' : `${end(low)} to ${end(high)}`
  return [
    { text: one.level === 0.5 ? 'median' : `p${Math.round(one.level * 100)}`, tone },
    { text: value(one.reference), tone },
    { text: value(one.current), tone },
    { text: difference(one.shift), tone: isSure ? 'strong' : 'dim' },
    { text: interval, tone },
  ]
}

function formatLevel(level: number): string {
  return formatPercent(level).replace('.0%', '%')
}
