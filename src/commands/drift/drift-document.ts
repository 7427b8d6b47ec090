import type { OpenedWindow } from '../../data/window.ts'
import type { ColumnAutocorrelation } from '../../drift/autocorrelation.ts'
import type { Blocks } from '../../drift/block-sums.ts'
import type { DriftRow, JudgedTest } from '../../drift/policy.ts'
import type { ColumnSummary } from '../../profile/summary.ts'
import type { Version } from '../../registry/versions.ts'
import type { Report } from '../../report/report.ts'
import type { DriftResult } from './drift-result.ts'
import { multivariateDocument } from './multivariate-report.ts'
import type { BlocksTaken } from './run-blocks.ts'

/** The JSON contract: `mlreg.drift/1`, in schemas/drift.schema.json. Grows only by new keys. */
export function driftDocument(result: DriftResult): Report['data'] {
  const { verdict, exit, policy, summary, conceptDrift, degradation, warnings, reproduce } = result
  return {
    schema: 'mlreg.drift/1',
    verdict,
    exit,
    policy: policy.name,
    reference: {
      ...toWindow(result.reference, result.digests?.[0]),
      ...toVersion(result.versions.reference),
    },
    current: { ...toWindow(result.current, result.digests?.[1]), ...toVersion(result.versions.current) },
    summary: {
      ...summary,
      driftDetected: summary.drifted > 0 || summary.multivariateDrift === true,
      conceptDrift,
    },
    ...(result.block ? { block: toBlock(result.block) } : {}),
    drift: result.rows.map(row => toRow(row, result)),
    ...(result.multivariate
      ? { multivariate: multivariateDocument(result.multivariate, result.weights) }
      : {}),
    degradation: degradation.map(({ column = null, check, ...row }) => ({ column, check, ...row })),
    warnings,
    reproduce,
    ...(result.recordedIn === undefined ? {} : { run: result.recordedIn }),
  }
}

function toWindow({ source, format, rows, columns }: OpenedWindow, digest: string | undefined) {
  return { source, format, rows, columns: columns.length, digest: digest ?? null }
}

/** The version whose baseline a window is, and the data that the baseline describes. */
function toVersion(version: Version | undefined) {
  if (version === undefined) return {}
  const { name, version: number, stage, baseline, baselineData } = version
  return { model: name, version: number, stage, baseline: { profile: baseline, ...baselineData } }
}

function toBlock({ column, unit, reference, current }: BlocksTaken) {
  const counts = ({ count, effective }: Blocks) => ({ blocks: count, effective })
  return { column, unit: unit ?? null, reference: counts(reference), current: counts(current) }
}

function toRow(
  { column, verdict, severity, decidedBy, tests, reason, needed, blocksNeeded }: DriftRow,
  { shownTests, weights }: DriftResult,
) {
  const { measure } = column
  const decisive = decidedBy && tests[decidedBy.test]
  const shown = Object.entries(tests).filter(
    ([name]) => shownTests.includes(name) || name === decidedBy?.test,
  )
  return {
    column: column.name,
    role: column.role,
    kind: column.kind,
    verdict,
    drifted: verdict === 'drifted',
    severity,
    test: decidedBy?.test ?? null,
    statistic: decisive?.result.statistic ?? null,
    pValue: decisive?.result.pValue ?? null,
    threshold: decidedBy?.threshold ?? null,
    reason,
    ...(needed === undefined ? {} : { rowsNeeded: needed }),
    ...(blocksNeeded === undefined ? {} : { blocksNeeded }),
    ...(column.designEffect === undefined ? {} : { designEffect: column.designEffect }),
    ...(weights ? { weight: weights.get(column.name) ?? 0 } : {}),
    tests: Object.fromEntries(shown.map(([name, test]) => [name, toTest(test)])),
    reference: {
      ...toSummary(measure.reference),
      ...toMemory(measure.reference.rows, measure.autocorrelation?.reference),
    },
    current: measure.current
      ? { ...toSummary(measure.current), ...toMemory(measure.current.rows, measure.autocorrelation?.current) }
      : null,
    where: measure.compared?.where ?? [],
  }
}

/** Figures beyond a double's range, such as a squared distance of 1e300, are null: JSON has no infinity. */
function toTest({ result, adjustedPValue, threshold, drifted }: JudgedTest) {
  const figures = Object.entries(result).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, finite(value)]],
  )
  return {
    ...Object.fromEntries(figures),
    ...(adjustedPValue === undefined ? {} : { adjustedPValue }),
    ...(threshold === undefined ? {} : { threshold }),
    ...(drifted === undefined ? {} : { drifted }),
  }
}

/** How many rows one independent row is worth, and how many of those a window has. */
function toMemory(rows: number, time: ColumnAutocorrelation['reference']) {
  return time ? { tau: time.tau, effectiveRows: Math.round(rows / time.tau) } : {}
}

/** The variance is the square of sd, and stays inside. */
function toSummary({ variance: _, distinctRange: __, ...summary }: ColumnSummary) {
  return Object.fromEntries(Object.entries(summary).map(([name, value]) => [name, finite(value)]))
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null
}
