import type { Ecdf } from '../stats/ecdf.ts'
import type { NumericProfile } from './profile.ts'
import { sortDoubles } from './sort-doubles.ts'

/**
 * Profiles a numeric column from its values, one a row, NaN for null. Takes the array over: it is sorted in place.
 * Exact: the empirical distribution keeps every distinct value and how often it occurs.
 */
export function numericProfile(values: Float64Array<ArrayBuffer>): NumericProfile {
  const rows = values.length
  let finite = 0
  let infinite = 0
  for (let i = 0; i < rows; i++) {
    const value = values[i] as number
    if (Number.isFinite(value)) {
      // Adding zero turns -0 into 0, so that one value is one entry.
      values[finite++] = value + 0
    } else if (!Number.isNaN(value)) {
      infinite++
    }
  }
  const sorted = sortDoubles(values.subarray(0, finite))
  const ecdf = countRuns(sorted, values)
  return { kind: 'numeric', rows, nulls: rows - finite - infinite, infinite, ecdf, exact: true }
}

/** Keeps one of each run of equal values, in `target`, which may be the sorted array itself. */
function countRuns(sorted: Float64Array, target: Float64Array): Ecdf {
  const { length } = sorted
  const cumulative = new Float64Array(length)
  let distinct = 0
  for (let i = 0; i < length; ) {
    const value = sorted[i] as number
    let end = i + 1
    while (end < length && sorted[end] === value) end++
    target[distinct] = value
    cumulative[distinct] = end
    distinct++
    i = end
  }
  return { values: target.subarray(0, distinct), cumulative: cumulative.subarray(0, distinct) }
}
