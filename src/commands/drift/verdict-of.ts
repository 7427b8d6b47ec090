import type { DegradationRow } from '../../degradation/degradation-row.ts'
import type { DriftRow } from '../../drift/policy.ts'
import type { DriftOptions } from './drift-options.ts'
import type { DriftSummary } from './drift-result.ts'

/** Counts the rows. The share is by weight where weights are given; a column without one weighs nothing. */
export function summaryOf(
  rows: readonly DriftRow[],
  degradation: readonly DegradationRow[],
  weights: ReadonlyMap<string, number> | undefined,
  multivariateDrift?: boolean,
): DriftSummary {
  const compared = rows.filter(row => row.verdict === 'drifted' || row.verdict === 'stable')
  const drifted = compared.filter(row => row.verdict === 'drifted')
  const weigh = (some: readonly DriftRow[]) =>
    weights ? some.reduce((sum, row) => sum + (weights.get(row.column.name) ?? 0), 0) : some.length
  const whole = weigh(compared)
  return {
    columns: rows.length,
    compared: compared.length,
    drifted: drifted.length,
    share: whole === 0 ? 0 : weigh(drifted) / whole,
    degraded: degradation.filter(row => row.degraded).length,
    notCompared: rows.length - compared.length,
    notEnoughData: rows.filter(row => row.verdict === 'not-enough-data').length,
    inconclusive: degradation.filter(isInconclusive).length,
    ...(multivariateDrift === undefined ? {} : { multivariateDrift }),
  }
}

/** Past its limit, and perhaps by chance. */
export function isInconclusive({ evidence }: DegradationRow): boolean {
  return evidence === 'inconclusive'
}

/** What was found, in the words of the contract. */
export function verdictOf({ drifted, degraded, multivariateDrift = false }: DriftSummary): string {
  return (
    [(drifted > 0 || multivariateDrift) && 'drift', degraded > 0 && 'degradation']
      .filter(Boolean)
      .join(',') || 'ok'
  )
}

/** Whether what was found is something to fail on. With --fail-share, the share of the columns alone counts as drift. */
export function isFine(
  { drifted, share, degraded, multivariateDrift = false }: DriftSummary,
  { failOn, failShare }: DriftOptions,
): boolean {
  // Twelve digits: weights of 0.1 and 0.2 are 30% of a whole, though their sum in binary may say otherwise.
  const reached = failShare === undefined || Number(share.toPrecision(12)) >= failShare
  const whole = multivariateDrift && failShare === undefined
  const drift = failOn.includes('drift') && ((drifted > 0 && reached) || whole)
  return !drift && !(failOn.includes('degradation') && degraded > 0)
}

/** Quality fell while every feature held still: what the features mean has changed, not the features. */
export function isConceptDrift(
  rows: readonly DriftRow[],
  checks: readonly DegradationRow[],
  quality: readonly DegradationRow[],
): boolean {
  const features = rows.filter(row => row.column.role === 'feature')
  const moved = features.some(row => row.verdict === 'drifted') || checks.some(row => row.degraded)
  return quality.some(row => row.degraded) && !moved
}
