import type { CategoricalProfile, DistributionProfile, NumericProfile } from '../profile/profile.ts'
import type { ColumnSummary } from '../profile/summary.ts'
import { type CoreMoments, coreMoments } from '../stats/core-moments.ts'
import type { Distribution } from '../stats/ecdf.ts'
import { ecdfCount } from '../stats/ecdf-count.ts'
import { countsOf, largestCount, type Occurrences, occurrencesOf } from '../stats/rarefaction.ts'

/** What degradation checks need of both distributions to tell a change from chance: small, and plain data. */
export interface ColumnEvidence {
  /** Where values went missing. */
  readonly distinct?: DistinctEvidence
  /** Where numbers lie closer together. */
  readonly spread?: SpreadEvidence
}

export interface DistinctEvidence {
  /** How many of the reference's values occur how often; values that share a bucket count as one. */
  readonly occurrences: Occurrences
  /** Values that occur once in the current window, where they were counted one by one. */
  readonly once?: number
}

export interface SpreadEvidence {
  /** At most so many values of the reference are alike. */
  readonly mostAlike: number
  readonly referenceCount: number
  readonly currentCount: number
  readonly reference: CoreMoments
  readonly current: CoreMoments
  /**
   * The reference without the farthest values that a window may lack by chance: for a current window as long as it is,
   * and for every fourth entry twice as long.
   */
  readonly cores: readonly CoreMoments[]
}

/** What has not shrunk to this share needs no evidence, which takes a walk over every value; all limits are below it. */
const shrunk = 0.5

const [lengths, lengthsPerDoubling] = [64, 4]

/** Both profiles hold values. */
export function columnEvidence(
  reference: DistributionProfile,
  current: DistributionProfile,
  summaries: { readonly reference: ColumnSummary; readonly current: ColumnSummary },
  confidence: number,
): ColumnEvidence {
  const { reference: before, current: after } = summaries
  const isFewer =
    (after.distinctRange?.[1] ?? after.distinct) < shrunk * (before.distinctRange?.[0] ?? before.distinct)
  const isNarrower = (after.sd ?? 0) < Math.sqrt(shrunk) * (before.sd ?? 0)
  return {
    ...(isFewer ? { distinct: distinctEvidence(reference, current) } : {}),
    ...(isNarrower && reference.kind === 'numeric' && current.kind === 'numeric'
      ? { spread: spreadEvidence(reference, current, confidence) }
      : {}),
  }
}

function distinctEvidence(reference: DistributionProfile, current: DistributionProfile): DistinctEvidence {
  const occurrences = occurrencesIn(reference)
  if (!current.exact) return { occurrences }
  return { occurrences, once: occurrencesIn(current).find(([times]) => times === 1)?.[1] ?? 0 }
}

/** Of pooled categories all but one are taken to occur once: so they are the fewest in any smaller window. */
function occurrencesIn(profile: DistributionProfile): Occurrences {
  return occurrencesOf(profile.kind === 'numeric' ? countsOf(profile.ecdf) : countsWithPooled(profile))
}

function* countsWithPooled({ counts, pooled }: CategoricalProfile): Iterable<number> {
  yield* counts.values()
  if (pooled === undefined || pooled.rows === 0) return
  const ones = Math.min(pooled.categories, pooled.rows) - 1
  for (let i = 0; i < ones; i++) yield 1
  yield pooled.rows - Math.max(0, ones)
}

function spreadEvidence(
  reference: NumericProfile<Distribution>,
  current: NumericProfile<Distribution>,
  confidence: number,
): SpreadEvidence {
  const [referenceCount, currentCount] = [ecdfCount(reference.ecdf), ecdfCount(current.ecdf)]
  // Past the reference's own length a longer window lacks no more.
  const doublings = Math.max(0, Math.log2(referenceCount / currentCount))
  const lasting = Math.min(lengths, Math.ceil(doublings * lengthsPerDoubling) + 1)
  const shares = Array.from(
    { length: lasting },
    (_, i) =>
      // That the farthest 1 - share are all missing has this probability: share ** rows = 1 - confidence.
      (1 - confidence) ** (1 / Math.min(referenceCount, currentCount * 2 ** (i / lengthsPerDoubling))),
  )
  const cores = coreMoments(reference.ecdf, [...shares, 1])
  const now = coreMoments(current.ecdf, [1])[0] as CoreMoments
  return {
    mostAlike: largestCount(reference.ecdf),
    referenceCount,
    currentCount,
    reference: cores.at(-1) as CoreMoments,
    // Buckets may be narrower than the values that they hold were.
    current: current.rounding ? { ...now, sd: Math.max(now.sd, current.rounding.moments.sd) } : now,
    cores: cores.slice(0, lasting),
  }
}

/** The entry of `cores` for a current window `times` as long. */
export function coreFor({ cores }: SpreadEvidence, times: number): CoreMoments {
  const index = Math.floor(Math.log2(times) * lengthsPerDoubling)
  return cores[Math.min(index, cores.length - 1)] as CoreMoments
}
