import type { CategoricalProfile, NumericProfile } from '../profile/profile.ts'
import type { Distribution } from '../stats/ecdf.ts'
import type { EcdfDistance } from '../stats/ecdf-distance.ts'
import type { PooledSteps } from '../stats/pooled-steps.ts'
import type { RoundedDistance } from './rounded-distance.ts'

/** Counts of both windows in the same bins: quantile bins of the reference, or one bin a category. */
export interface BinnedCounts {
  readonly labels: readonly string[]
  readonly reference: Float64Array
  readonly current: Float64Array
  readonly referenceTotal: number
  readonly currentTotal: number
  /** Categories, besides one, that a bin of pooled ones may hold. */
  readonly hidden?: number
}

export interface NumericPair {
  readonly kind: 'numeric'
  readonly reference: NumericProfile<Distribution>
  readonly current: NumericProfile<Distribution>
  /** As they were before both were laid on one grid, where one of them is not exact. */
  readonly given: {
    readonly reference: NumericProfile<Distribution>
    readonly current: NumericProfile<Distribution>
  }
  readonly bins: BinnedCounts
  /** The bins of the calibrated PSI, made when first asked for. */
  readonly robust: BinnedCounts
  /** What KS and Wasserstein are made of, walked once for both. */
  readonly distance: EcdfDistance & { readonly error?: RoundedDistance['error'] }
  /** Both distribution functions step by step, for tests that need them whole: made when first asked for. */
  readonly steps: Iterable<PooledSteps>
}

export interface CategoricalPair {
  readonly kind: 'categorical'
  readonly reference: CategoricalProfile
  readonly current: CategoricalProfile
  readonly bins: BinnedCounts
  /** The bins of the calibrated PSI, made when first asked for. */
  readonly robust: BinnedCounts
}

/** One column in both windows, with at least one value on either side. */
export type ColumnPair = NumericPair | CategoricalPair

/** A distance has no pValue. Further figures of a test stand beside the statistic under their own names. */
export interface TestResult {
  readonly statistic: number
  readonly pValue?: number
  readonly [figure: string]: number | undefined
}

/** A test that cannot be computed for this pair says why; it is then absent from the result. */
export interface Unavailable {
  readonly unavailable: string
}

/** Which bins say where a column moved: those of `psi`, or those of `psi-calibrated`. */
export type Binning = 'quantile' | 'robust'

/** What the user may set about how tests measure. */
export interface TestSettings {
  /** The PSI up to which a change is tolerated. */
  readonly minEffect: number
  /** For tests that draw at random: the same seed gives the same answer. */
  readonly seed: number
}

export const defaultSettings: TestSettings = { minEffect: 0.1, seed: 1 }

/** A pure function of two profiles. It measures and never decides: verdicts are a policy's. */
export interface DriftTest {
  /** What the user types. One name is one definition, whatever the policy. */
  readonly name: string
  /** What a table's heading says. */
  readonly title: string
  readonly kinds: readonly ColumnPair['kind'][]
  /** Whether the result carries a pValue. */
  readonly hasPValue: boolean
  /** What the result carries besides its statistic and pValue; a rule may name it. */
  readonly figures?: readonly string[]
  /** How low a figure may always get: an estimate from n draws is 1/(n + 1) at the least, whatever the data. */
  readonly floors?: Readonly<Record<string, number>>
  /** One sentence with the formula and where it comes from, for `mlreg drift --list-tests`. */
  readonly definition: string
  /** Whether it runs without being asked for by name. */
  readonly isDefault: boolean
  /** Without settings, at the default ones. */
  measure(pair: ColumnPair, settings?: TestSettings): TestResult | Unavailable
}
