import { areaUnderCurve } from '../stats/area-under-curve.ts'
import { chooseSome } from '../stats/choose-some.ts'
import { normalQuantile, normalUpper } from '../stats/normal-law.ts'
import { randomNumbers } from '../stats/random-numbers.ts'
import { type BinnedFeature, binnedFeatures } from './binned-features.ts'
import { fitBoostedTrees, scoresOf } from './boosted-trees.ts'
import { rowsAt, type Sample } from './sample.ts'

/** How well a classifier tells rows of one window from rows of the other. */
export interface DomainClassifier {
  /** Mean over the folds of the area under the ROC curve of rows that the classifier had not seen; ½ is chance. */
  readonly auc: number
  /** Of the AUC, by DeLong. */
  readonly standardError: number
  /** Lower end of the one-sided confidence interval of level 1 - alpha. */
  readonly lower: number
  /** P(an AUC as high) were there nothing to tell apart, by the law of Mann and Whitney's U. */
  readonly pValue: number
  /** Rows of each window that took part. */
  readonly rows: number
  /** By share of all gain, largest first; nothing when no split was worth making. */
  readonly features: readonly FeatureShare[]
}

export interface FeatureShare {
  readonly column: string
  /** Of the loss that the trees took away, 0 to 1. */
  readonly share: number
}

const folds = 5

/**
 * What two folds have in common by chance shows twice, when either is tested by trees that have seen the other, so that
 * the variance of the mean is twice that of unrelated folds: each of the K(K-1)/2 pairs has weight 2, squared.
 */
const asCounted = 2
const trees = { trees: 50, depth: 3, rate: 0.15 }

/** Rows a window must have: fewer leave a handful to a fold. */
export const fewestRows = 50

/** Rows of a window that are used; with more the standard error would fall below 0.004, and time is better spent. */
const mostRows = 10_000

/** Values of a window that are used, for tables of more than 300 columns: some 20 seconds on one core. */
const mostValues = 3_000_000

/** But of no table fewer rows than this. */
const leastLimit = 1000

/**
 * Fits boosted trees on four fifths of equally many rows of both windows, has them score the last fifth, in turns, and
 * asks how often a current row scores above a reference one. The rows of a fold are tested independently of how the
 * trees were fitted, so that the laws of the AUC hold. Rows count as independent: rows of one customer, or of one hour,
 * on either side of a fold make the classifier look better than it is. Undefined below 50 rows or without a column.
 *
 * Source: D. Lopez-Paz and M. Oquab, "Revisiting Classifier Two-Sample Tests", ICLR 2017.
 */
export function domainClassifier(
  reference: Sample,
  current: Sample,
  { alpha, seed }: { alpha: number; seed: number },
): DomainClassifier | undefined {
  const width = reference.columns.length
  const limit = Math.max(leastLimit, Math.min(mostRows, Math.floor(mostValues / width)))
  const rows = Math.min(reference.rows, current.rows, limit)
  if (rows < fewestRows || width === 0) return undefined
  const pick = (sample: Sample, own: number) => rowsAt(sample, chooseSome(sample.rows, rows, own))
  const binned = binnedFeatures(pick(reference, seed + 2), pick(current, seed + 3))
  // A constant splits nothing.
  const features = binned.filter(({ bins }) => bins > 1)
  const labels = new Uint8Array(2 * rows).fill(1, rows)
  const foldOf = assignFolds(rows, seed)
  const gains = new Float64Array(features.length)
  const areas = Array.from({ length: folds }, (_, fold) => {
    const inFold = (wanted: boolean) =>
      Uint32Array.from(labels, (_, row) => row).filter(row => (foldOf[row] === fold) === wanted)
    const fitted = fitBoostedTrees(features, labels, inFold(false), trees)
    for (const [i, gain] of fitted.gains.entries()) gains[i] = (gains[i] as number) + gain
    const tested = inFold(true)
    const side = (label: number) =>
      scoresOf(
        fitted,
        features,
        tested.filter(row => labels[row] === label),
      )
    return areaUnderCurve(side(1), side(0))
  })
  const mean = (figure: (area: (typeof areas)[number]) => number) =>
    areas.reduce((sum, area) => sum + figure(area), 0) / folds
  const auc = mean(area => area.auc)
  const standardError = Math.sqrt((asCounted * mean(area => area.variance)) / folds)
  const chance = Math.sqrt((asCounted * mean(area => area.nullVariance)) / folds)
  return {
    auc,
    standardError,
    lower: Math.max(0, auc + normalQuantile(alpha) * standardError),
    // Scores that are all alike have no variance, and tell nothing apart.
    pValue: chance === 0 ? 1 : Math.max(normalUpper((auc - 0.5) / chance), Number.MIN_VALUE),
    rows,
    features: sharesOf(features, gains),
  }
}

/** A fold for each row, the same number of both windows' rows in each, give or take one. */
function assignFolds(rows: number, seed: number): Uint8Array {
  const next = randomNumbers(seed + 4)
  const foldOf = Uint8Array.from({ length: 2 * rows }, (_, row) => (row % rows) % folds)
  for (const side of [foldOf.subarray(0, rows), foldOf.subarray(rows)]) {
    for (let last = rows - 1; last > 0; last--) {
      const other = Math.floor(next() * (last + 1))
      const kept = side[last] as number
      side[last] = side[other] as number
      side[other] = kept
    }
  }
  return foldOf
}

function sharesOf(features: readonly BinnedFeature[], gains: Float64Array): readonly FeatureShare[] {
  const total = gains.reduce((sum, gain) => sum + gain, 0)
  return features
    .map(({ name }, i) => ({ column: name, share: (gains[i] as number) / (total || 1) }))
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.share - a.share || (a.column < b.column ? -1 : 1))
}
