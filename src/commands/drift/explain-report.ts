import type { OpenedWindow } from '../../data/window.ts'
import type { QuantileShift } from '../../drift/quantile-shifts.ts'
import type { ColumnSummary } from '../../profile/summary.ts'
import type { Report } from '../../report/report.ts'
import { timeText } from '../../report/time-text.ts'
import { absentView } from './absent-view.ts'
import { describeExplained } from './describe-explained.ts'
import { explainRecords } from './explain-records.ts'
import type { AbsentResult, ExplainedResult, ExplainResult } from './explain-result.ts'
import { explainView } from './explain-view.ts'
import { type ShownBins, shownBins } from './explained-bins.ts'

/** The JSON contract is `mlreg.drift-explain/1`, in schemas/drift-explain.schema.json. */
export function explainReport(result: ExplainResult): Report {
  const bins: ShownBins = 'absent' in result ? { bins: [], total: 0 } : shownBins(result)
  return {
    data: {
      schema: 'mlreg.drift-explain/1',
      column: result.name,
      kind: result.kind,
      ...('absent' in result ? absentData(result) : explainedData(result, bins)),
      warnings: result.warnings,
      reproduce: result.reproduce,
    },
    document: 'absent' in result ? absentView(result) : explainView(result, bins),
    records: explainRecords(result, bins),
    checks: [],
    verdict: 'explained',
  }
}

const nothing = {
  compares: null,
  notes: [],
  statistic: null,
  shown: 0,
  total: 0,
  bins: [],
  others: null,
  quantiles: [],
  unseen: { rows: 0, shown: 0, total: 0, unnamed: 0, values: [] },
}

function absentData({ reference, current, absent, kind, type, alpha }: AbsentResult) {
  const summaryOf = (side: 'reference' | 'current') =>
    absent.from === side ? null : summaryData(absent.summary, kind, type)
  return {
    absent: absent.from,
    nearest: absent.nearest,
    reference: { ...windowData(reference), summary: summaryOf('reference') },
    current: { ...windowData(current), summary: summaryOf('current') },
    alpha,
    change: `the column is absent from the ${absent.from === 'current' ? 'current window' : 'reference'}`,
    ...nothing,
  }
}

function explainedData(result: ExplainedResult, { bins, total, others = undefined }: ShownBins) {
  const { explanation, kind, type, alpha, minEffect, most } = result
  const { psi, unseen } = explanation
  const values = unseen.values.slice(0, most)
  return {
    absent: null,
    nearest: [],
    reference: { ...windowData(result.reference), summary: summaryData(explanation.reference, kind, type) },
    current: { ...windowData(result.current), summary: summaryData(explanation.current, kind, type) },
    alpha,
    change: describeExplained(result),
    compares: explanation.isBinned ? 'values' : 'presence',
    notes: result.notes,
    statistic: {
      test: 'psi-calibrated',
      value: psi.statistic,
      dof: psi.dof,
      minEffect,
      pValue: psi.pValue ?? null,
      unchanged: psi.unchanged ?? null,
    },
    shown: bins.length,
    total,
    bins: bins.map(({ rows, ...bin }) => ({ ...bin, filter: result.filtersOf(rows) })),
    others: others ?? null,
    quantiles: explanation.quantiles.map(one => quantileData(one, result)),
    unseen: {
      rows: unseen.rows,
      shown: values.length,
      total: unseen.values.length,
      unnamed: unseen.unnamed,
      values,
    },
  }
}

function windowData({ source, format, rows, columns }: OpenedWindow) {
  return { source, format, rows, columns: columns.length }
}

const inUnits = ['mean', 'min', 'p5', 'p50', 'p95', 'max']

/** Points in time as ISO 8601, their deviation in seconds; what is beyond a double's range is null. */
function summaryData(
  { variance: _, distinctRange: __, ...summary }: ColumnSummary,
  kind: string,
  type: string,
) {
  return Object.fromEntries(
    Object.entries(summary).map(([figure, value]) => {
      if (kind !== 'datetime') return [figure, finite(value)]
      if (figure === 'sd') return [figure, finite(value / 1e6)]
      return [figure, inUnits.includes(figure) ? timeText(value, type) : value]
    }),
  )
}

function quantileData(
  { level, reference, current, shift, low, high }: QuantileShift,
  result: ExplainedResult,
) {
  const isTime = result.kind === 'datetime'
  const value = (at: number) => (isTime ? timeText(at, result.type) : at)
  const difference = (by: number | undefined) => (by === undefined ? null : finite(isTime ? by / 1e6 : by))
  return {
    level,
    reference: value(reference),
    current: value(current),
    shift: difference(shift),
    low: difference(low),
    high: difference(high),
  }
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null
}
