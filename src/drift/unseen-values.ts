import type { ColumnProfile } from '../profile/profile.ts'
import type { OpaqueProfile } from '../profile/profiler.ts'

/** The categories that only the current window holds. */
export interface UnseenValues {
  /** Rows of the current window that hold one. */
  readonly rows: number
  /** Most frequent first, ties in the order of the profile. */
  readonly values: readonly { readonly value: string; readonly rows: number }[]
  /** Categories that the reference is a profile of and does not name: any of the above may be among them. */
  readonly unnamed: number
}

/** None for numbers. */
export function unseenValues(
  reference: ColumnProfile | OpaqueProfile,
  current: ColumnProfile | OpaqueProfile,
): UnseenValues {
  if (reference.kind !== 'categorical' || current.kind !== 'categorical')
    return { rows: 0, values: [], unnamed: 0 }
  const values = [...current.counts]
    .filter(([value]) => !reference.counts.has(value))
    .map(([value, rows]) => ({ value, rows }))
    .sort((a, b) => b.rows - a.rows)
  const rows = values.reduce((sum, one) => sum + one.rows, 0)
  return { rows, values, unnamed: reference.pooled?.categories ?? 0 }
}
