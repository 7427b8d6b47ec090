import type { Records } from '../../report/report.ts'
import { timeText } from '../../report/time-text.ts'
import type { ExplainedResult, ExplainResult } from './explain-result.ts'
import type { ShownBins } from './explained-bins.ts'

const columns = [
  'table',
  'name',
  'reference',
  'current',
  'shift',
  'low',
  'high',
  'reference_rows',
  'current_rows',
  'contribution',
  'residual',
  'p_value',
  'adjusted_p_value',
  'reference_filter',
  'current_filter',
] as const

type Row = Readonly<Partial<Record<(typeof columns)[number], string | number | null>>>

/** Bins, quantiles and unseen values as one table: shares of rows, values of the column, shares of rows. */
export function explainRecords(result: ExplainResult, shown: ShownBins): Records {
  const rows = 'absent' in result ? [] : rowsOf(result, shown)
  return { columns, rows: rows.map(row => columns.map(column => row[column] ?? null)) }
}

function rowsOf(result: ExplainedResult, { bins, others }: ShownBins): readonly Row[] {
  const { explanation, kind, type, most, current } = result
  const isTime = kind === 'datetime'
  const value = (at: number) => (isTime ? timeText(at, type) : at)
  const difference = (by: number | undefined) =>
    by === undefined || !Number.isFinite(by) ? null : isTime ? by / 1e6 : by
  return [
    ...bins.map((bin): Row => {
      const filters = result.filtersOf(bin.rows)
      return {
        table: 'bin',
        name: bin.bin,
        reference: bin.reference,
        current: bin.current,
        shift: bin.current - bin.reference,
        reference_rows: bin.referenceRows,
        current_rows: bin.currentRows,
        contribution: bin.contribution,
        residual: bin.residual,
        p_value: bin.pValue,
        adjusted_p_value: bin.adjustedPValue,
        reference_filter: filters.reference,
        current_filter: filters.current,
      }
    }),
    ...(others
      ? [
          {
            table: 'bin',
            name: `(${others.bins} other bins)`,
            reference: others.reference,
            current: others.current,
            shift: others.current - others.reference,
            reference_rows: others.referenceRows,
            current_rows: others.currentRows,
            contribution: others.contribution,
          } satisfies Row,
        ]
      : []),
    ...explanation.quantiles.map(
      (one): Row => ({
        table: 'quantile',
        name: `p${Math.round(one.level * 100)}`,
        reference: value(one.reference),
        current: value(one.current),
        shift: difference(one.shift),
        low: difference(one.low),
        high: difference(one.high),
      }),
    ),
    ...explanation.unseen.values.slice(0, most).map(
      (one): Row => ({
        table: 'unseen',
        name: one.value,
        reference: 0,
        current: one.rows / current.rows,
        reference_rows: 0,
        current_rows: one.rows,
      }),
    ),
  ]
}
