import type { Sample, SampledColumn } from './sample.ts'

/** One column of all rows as small integers: what trees split on. */
export interface BinnedFeature {
  readonly name: string
  /** A bin for each row, from 0 up. */
  readonly codes: Uint8Array
  readonly bins: number
  /** Whether neighbouring bins are neighbouring values; categories have no order. */
  readonly ordered: boolean
  /** Whether bin 0 is for rows without a value. */
  readonly hasNulls: boolean
}

/** Bins of values; one more is for nulls. */
const mostBins = 63

/**
 * Both samples' rows, the first's before the second's, with each column cut into at most 63 bins of about equal counts,
 * or a bin for each of the 62 commonest categories and one for all others, and a bin for nulls. The bins come from the
 * pooled rows, without regard to which sample a row is of: they tell nothing of what is to be learned. Columns are
 * those of the first sample, which the second has in the same order.
 */
export function binnedFeatures(first: Sample, second: Sample): readonly BinnedFeature[] {
  return first.columns.map((column, i) => {
    const other = second.columns[i] as SampledColumn
    if (column.kind === 'numeric' && other.kind === 'numeric')
      return binnedNumbers(column.name, column.values, other.values)
    const values = [...column.values, ...other.values].map(value => (value === null ? null : String(value)))
    return binnedCategories(column.name, values)
  })
}

function binnedNumbers(name: string, first: Float64Array, second: Float64Array): BinnedFeature {
  const values = new Float64Array(first.length + second.length)
  values.set(first)
  values.set(second, first.length)
  const filled = values.filter(value => !Number.isNaN(value)).sort()
  const uppers = upperEdges(filled)
  const hasNulls = filled.length < values.length
  const shift = hasNulls ? 1 : 0
  const codes = Uint8Array.from(values, value => (Number.isNaN(value) ? 0 : shift + binOf(uppers, value)))
  return { name, codes, bins: uppers.length + shift, ordered: true, hasNulls }
}

/** The largest value of each bin. A value that fills several bins gets one of its own. */
function upperEdges(ascending: Float64Array): Float64Array {
  const edges: number[] = []
  for (let bin = 1; bin <= mostBins; bin++) {
    const edge = ascending[Math.ceil((bin * ascending.length) / mostBins) - 1]
    if (edge !== undefined && edge !== edges.at(-1)) edges.push(edge)
  }
  return Float64Array.from(edges)
}

function binOf(uppers: Float64Array, value: number): number {
  let [low, high] = [0, uppers.length - 1]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (value <= (uppers[middle] as number)) high = middle
    else low = middle + 1
  }
  return low
}

function binnedCategories(name: string, values: readonly (string | null)[]): BinnedFeature {
  const counts = new Map<string, number>()
  for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1)
  const common = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([value]) => value)
  const hasNulls = values.includes(null)
  const shift = hasNulls ? 1 : 0
  const bins = Math.min(common.length, mostBins)
  const bin = new Map(common.map((value, i) => [value, shift + Math.min(i, mostBins - 1)]))
  const codes = Uint8Array.from(values, value => (value === null ? 0 : (bin.get(value) as number)))
  return { name, codes, bins: bins + shift, ordered: false, hasNulls }
}
