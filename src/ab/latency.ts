import { MlregError } from '../errors.ts'
import type { Ecdf } from '../stats/ecdf.ts'
import { ecdfCount } from '../stats/ecdf-count.ts'
import { quantile } from '../stats/quantile.ts'

/** Quantiles by linear interpolation (R's type 7, NumPy's default), in the column's own unit. */
export interface Latency {
  readonly rows: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
}

export interface LatencyComparison {
  readonly a: Latency
  readonly b: Latency
  /** Of the p95, as a share of A's. */
  readonly increase: number
}

/** Below, a p95 is the slowest row or nearly so. */
const leastRows = 20

/**
 * Compares how long either arm takes; the p95 as it is, not as far as it is proven. Throws `cannot-compare` for fewer than
 * 20 rows, or where A's p95 is no time.
 */
export function compareLatency(a: Ecdf, b: Ecdf, column: string): LatencyComparison {
  const [ofA, ofB] = [latencyOf(a, 'A', column), latencyOf(b, 'B', column)]
  const increase = Number((ofB.p95 / ofA.p95 - 1).toPrecision(12))
  if (ofA.p95 > 0 && Number.isFinite(increase)) return { a: ofA, b: ofB, increase }
  throw new MlregError('cannot-compare', `the p95 of "${column}" of A is ${ofA.p95}, which is no time`)
}

function latencyOf(times: Ecdf, arm: string, column: string): Latency {
  const rows = ecdfCount(times)
  if (rows >= leastRows)
    return { rows, p50: quantile(times, 0.5), p95: quantile(times, 0.95), p99: quantile(times, 0.99) }
  throw new MlregError('cannot-compare', `${arm} has ${rows} values of "${column}", too few for a p95`, {
    hint: `it takes ${leastRows}`,
  })
}
