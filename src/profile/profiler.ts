import type { ParkedColumn } from './parked-column.ts'
import type { ColumnProfile } from './profile.ts'

/** How a column is to be profiled: its distribution, its categories, or only its nulls and distinct values. */
export interface ColumnRequest {
  readonly name: string
  readonly as: 'numeric' | 'categorical' | 'opaque'
}

/** A column whose values are not compared: identifiers, free text, nested values. */
export interface OpaqueProfile {
  readonly kind: 'opaque'
  readonly rows: number
  readonly nulls: number
  readonly distinct: number
}

/**
 * One column of a window on its way to a profile. An engine that computes profiles where the data lies answers with
 * the profile; the embedded engine answers with raw values (NaN for null), so that a worker thread can sort them, or,
 * where there are more than memory holds, with where it put them down.
 */
export type ProfileInput =
  | { readonly name: string; readonly profile: ColumnProfile | OpaqueProfile; readonly distinct?: number }
  | { readonly name: string; readonly values: Float64Array<ArrayBuffer>; readonly distinct?: number }
  | { readonly name: string; readonly parked: ParkedColumn; readonly distinct?: number }

/**
 * The seam between windows and statistics: an engine implements this and only this. Tests, checks and policies see
 * profiles, never rows. `distinct` comes with a column whose integers collide as doubles.
 */
export interface Profiler {
  readonly rows: number
  /** Every column asked for, once, in the order asked; a few at a time, so that memory stays bounded. */
  profile(requests: readonly ColumnRequest[]): AsyncIterable<ProfileInput>
}
