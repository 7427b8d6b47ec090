import type { Ecdf } from '../stats/ecdf.ts'
import { type Room, withRooms } from '../stats/kernels.ts'
import type { NumericProfile } from './profile.ts'

/**
 * Profiles a numeric column from its values, one a row, NaN for null. Exact: the empirical distribution keeps every
 * distinct value and how often it occurs. It lives in the given room and no longer than that; without one, the profile
 * keeps it, and may have taken the array over.
 */
export function numericProfile(values: Float64Array<ArrayBuffer>, room?: Room): NumericProfile {
  if (room !== undefined) return profileIn(room, values)
  return withRooms([values.length], ([own]) => {
    if (own === undefined) return profileInPlace(values)
    const profile = profileIn(own, values)
    const { ecdf } = profile
    return { ...profile, ecdf: { values: ecdf.values.slice(), cumulative: ecdf.cumulative.slice() } }
  })
}

/** By a radix sort (kernels/ecdf.ts), which is several times as fast as the engine's own. */
function profileIn(room: Room, values: Float64Array): NumericProfile {
  room.values.set(values)
  const { toEcdf, finite, infinite, distinct } = room.kernels
  toEcdf(room.values.byteOffset, room.cumulative.byteOffset, values.length)
  const ecdf = {
    values: room.values.subarray(0, distinct.value),
    cumulative: room.cumulative.subarray(0, distinct.value),
  }
  return numeric(values.length, finite.value, infinite.value, ecdf)
}

/** Of a column that no room holds, such as one of several 100,000,000 rows. */
function profileInPlace(values: Float64Array<ArrayBuffer>): NumericProfile {
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
  return numeric(rows, finite, infinite, countRuns(values.subarray(0, finite).sort()))
}

function numeric(rows: number, finite: number, infinite: number, ecdf: Ecdf): NumericProfile {
  return { kind: 'numeric', rows, nulls: rows - finite - infinite, infinite, ecdf, exact: true }
}

/** Keeps one of each run of equal values, in place. */
function countRuns(values: Float64Array): Ecdf {
  const { length } = values
  const cumulative = new Float64Array(length)
  let distinct = 0
  for (let i = 0; i < length; ) {
    const value = values[i] as number
    let end = i + 1
    while (end < length && values[end] === value) end++
    values[distinct] = value
    cumulative[distinct] = end
    distinct++
    i = end
  }
  return { values: values.subarray(0, distinct), cumulative: cumulative.subarray(0, distinct) }
}
