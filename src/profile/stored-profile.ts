import type { ColumnKind } from '../data/window.ts'
import type { BucketCounts } from './bucket-counts.ts'
import type { CategoricalProfile, NumericProfile } from './profile.ts'
import type { OpaqueProfile } from './profiler.ts'

/** How much of a window a profile may tell. */
export interface ProfileLimits {
  /** Categories seen less often are pooled; with `isPrivate`, numbers as well. */
  readonly minCount: number
  /** Leaves out minima and maxima, and numbers that few rows share. Such a profile does not merge. */
  readonly isPrivate: boolean
  /** Bytes that the values or categories of one column may take. */
  readonly maxBytes: number
}

/** 25 columns stay below 1 MB, with all that comes beside. */
export const defaultLimits: ProfileLimits = { minCount: 5, isPrivate: false, maxBytes: 35_000 }

/** A window without its rows: what a profile file holds. */
export interface StoredProfile {
  readonly rows: number
  readonly limits: ProfileLimits
  readonly columns: readonly StoredColumn[]
}

export interface StoredColumn {
  readonly name: string
  readonly kind: ColumnKind
  /** As the window's files have it. */
  readonly type: string
  readonly profile: NumericProfile | CategoricalProfile | OpaqueProfile
  /** Of a numeric (or datetime) column that is not private: what merging takes. */
  readonly counts?: BucketCounts
}
