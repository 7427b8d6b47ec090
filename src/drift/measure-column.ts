import type { DistributionProfile } from '../profile/profile.ts'
import type { OpaqueProfile, ProfileInput } from '../profile/profiler.ts'
import { type ColumnSummary, summarize } from '../profile/summary.ts'
import { roomFor, withProfile } from '../profile/with-profile.ts'
import { distinctCount } from '../stats/ecdf-count.ts'
import { withRooms } from '../stats/kernels.ts'
import { bothTimes, type ColumnAutocorrelation, leadingTime } from './autocorrelation.ts'
import { type BlockWeights, blockWeights } from './block-weights.ts'
import { type Change, changeOf } from './change.ts'
import { type ColumnEvidence, columnEvidence } from './column-evidence.ts'
import { toPair } from './column-pair.ts'
import type { Binning, TestResult, TestSettings } from './drift-test.ts'
import { type OutsideReference, outsideReference } from './outside-reference.ts'
import { type Shape, shapeOf } from './shape.ts'
import { driftTests } from './tests.ts'
import { type WhereBin, whereItMoved } from './where.ts'

/** One column in both windows, on its way to being measured. */
export interface ColumnJob {
  readonly reference: ProfileInput
  readonly current: ProfileInput
  readonly plan: MeasurePlan
}

/** What is measured of every column. */
export interface MeasurePlan {
  /** Names of the tests to run. */
  readonly tests: readonly string[]
  readonly settings: TestSettings
  /** Which bins say where a column moved. */
  readonly bins: Binning
  /** How sure a degradation check has to be; absent where checks judge to the letter. */
  readonly confidence?: number | undefined
  /** Whether rows are to be weighed, for sums by block. */
  readonly weighs?: boolean | undefined
}

/** All that is kept of a column once its profiles are gone: small, and plain data that crosses threads. */
export interface ColumnMeasure {
  readonly reference: ColumnSummary
  /** Absent when the current window lacks the column. */
  readonly current?: ColumnSummary
  readonly tests: Readonly<Record<string, TestResult>>
  /** Why a test that was asked for is absent, by test. */
  readonly unavailable: Readonly<Record<string, string>>
  /** Absent where no rows were seen in their order. */
  readonly autocorrelation?: ColumnAutocorrelation
  /** Present when both windows hold values to compare. */
  readonly compared?: {
    readonly change: Change
    readonly shape: Shape
    readonly where: readonly WhereBin[]
    readonly outside: OutsideReference
    /** Where a confidence was asked for. */
    readonly evidence?: ColumnEvidence
    /** Where rows are in blocks. */
    readonly weights?: BlockWeights
  }
}

/** Profiles both sides, runs the tests and keeps the results. Pure; runs in a worker thread for large windows. */
export function measureColumn(job: ColumnJob): ColumnMeasure {
  const { reference, current } = job
  // Before they are sorted.
  const autocorrelation = autocorrelationOf(job)
  const measure = withRooms([roomFor(reference), roomFor(current)], ([first, second]) =>
    withProfile(reference, first, before =>
      withProfile(current, second, after => measureProfiles(job, before, after)),
    ),
  )
  return autocorrelation && measure.compared ? { ...measure, autocorrelation } : measure
}

function autocorrelationOf({ reference, current }: ColumnJob): ColumnAutocorrelation | undefined {
  if (!('values' in reference && 'values' in current)) return undefined
  return bothTimes(leadingTime(reference.values), leadingTime(current.values))
}

function measureProfiles(
  { reference, current, plan }: ColumnJob,
  before: DistributionProfile | OpaqueProfile,
  after: DistributionProfile | OpaqueProfile,
): ColumnMeasure {
  const summaries = {
    reference: summarize(before, reference.distinct),
    current: summarize(after, current.distinct),
  }
  if (!holdsValues(before) || !holdsValues(after)) return { ...summaries, tests: {}, unavailable: {} }
  const pair = toPair(before, after)
  const results: Record<string, TestResult> = {}
  const unavailable: Record<string, string> = {}
  for (const test of driftTests) {
    if (!plan.tests.includes(test.name) || !test.kinds.includes(pair.kind)) continue
    const result = test.measure(pair, plan.settings)
    if ('unavailable' in result) unavailable[test.name] = String(result.unavailable)
    else results[test.name] = finite(test.name, result as TestResult)
  }
  const compared = {
    change: changeOf(pair),
    shape: shapeOf(pair),
    where: whereItMoved(pair, plan.bins),
    outside: outsideReference(pair),
    ...(plan.confidence === undefined
      ? {}
      : { evidence: columnEvidence(before, after, summaries, plan.confidence) }),
    ...(plan.weighs ? { weights: blockWeights(before, after) } : {}),
  }
  return { ...summaries, tests: results, unavailable, compared }
}

function holdsValues(profile: DistributionProfile | OpaqueProfile): profile is DistributionProfile {
  if (profile.kind === 'opaque') return false
  return profile.kind === 'categorical' ? profile.counts.size > 0 : distinctCount(profile.ecdf) > 0
}

/** A verdict from NaN would be a silent pass: better no answer than that. */
function finite(test: string, result: TestResult): TestResult {
  for (const [figure, value] of Object.entries(result)) {
    if (value !== undefined && Number.isNaN(value)) throw new Error(`${test}: ${figure} is not a number`)
  }
  return result
}
