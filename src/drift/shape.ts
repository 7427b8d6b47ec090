import { countsBetween } from '../stats/counts-between.ts'
import { type Distribution, heldEcdf } from '../stats/ecdf.ts'
import { distinctCount, ecdfCount } from '../stats/ecdf-count.ts'
import { quantile } from '../stats/quantile.ts'
import type { ColumnPair } from './drift-test.ts'
import { mostFrequent } from './most-frequent.ts'

/** Both distributions over the same bars, for a sparkline: shares, 0 to 1, at most ten a side. */
export interface Shape {
  readonly reference: readonly number[]
  readonly current: readonly number[]
}

const bars = 10

/**
 * Numbers: one bar a value where there are at most ten of them, else ten bars of equal width between the outer
 * percentiles of both windows, the first and last taking what lies beyond, so that one outlier does not flatten the
 * picture. Categories: the ten most frequent of the reference and then of the current window.
 */
export function shapeOf(pair: ColumnPair): Shape {
  return pair.kind === 'numeric' ? numericShape(pair) : categoricalShape(pair)
}

function numericShape({ reference, current }: Extract<ColumnPair, { kind: 'numeric' }>): Shape {
  const values = fewValues(reference.ecdf, current.ecdf)
  const edges = values ? values.slice(1) : equalWidth(reference.ecdf, current.ecdf)
  return { reference: shares(reference.ecdf, edges), current: shares(current.ecdf, edges) }
}

/** The distinct values of both windows, when a bar each is possible. */
function fewValues(reference: Distribution, current: Distribution): number[] | undefined {
  if (distinctCount(reference) > bars || distinctCount(current) > bars) return undefined
  const values = [...new Set([...heldEcdf(reference).values, ...heldEcdf(current).values])].sort(
    (a, b) => a - b,
  )
  return values.length <= bars ? values : undefined
}

function equalWidth(reference: Distribution, current: Distribution): number[] {
  const low = Math.min(quantile(reference, 0.01), quantile(current, 0.01))
  const high = Math.max(quantile(reference, 0.99), quantile(current, 0.99))
  // Halving first keeps the width finite for columns that span nearly all doubles.
  const width = (high / 2 - low / 2) / (bars / 2)
  return Array.from({ length: bars - 1 }, (_, i) => low + (i + 1) * width)
}

/** Shares between the inner edges: bar i holds the values from edge i − 1 on and below edge i. */
function shares(ecdf: Distribution, edges: readonly number[]): number[] {
  return Array.from(countsBetween(ecdf, edges), count => count / ecdfCount(ecdf))
}

function categoricalShape({ reference, current, bins }: Extract<ColumnPair, { kind: 'categorical' }>): Shape {
  const first = mostFrequent([...reference.counts], bars)
  const others = [...current.counts].filter(([value]) => !reference.counts.has(value))
  const order = first.length < bars ? [...first, ...mostFrequent(others, bars - first.length)] : first
  const share = (counts: ReadonlyMap<string, number>, total: number) =>
    order.map(value => (counts.get(value) ?? 0) / total)
  return {
    reference: share(reference.counts, bins.referenceTotal),
    current: share(current.counts, bins.currentTotal),
  }
}
