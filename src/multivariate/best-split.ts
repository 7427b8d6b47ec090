import type { BinnedFeature } from './binned-features.ts'

/** Two groups of one feature's bins. */
export interface Split {
  readonly feature: number
  /** By bin: 1 for those that go left. */
  readonly goesLeft: Uint8Array
  /** How much of the loss it takes away, above 0. */
  readonly gain: number
}

/** The sum of second derivatives that either side must have: 20 rows of which half are of each class. */
const leastHessian = 5

/** Keeps categories of few rows in the middle when categories are sorted, as LightGBM's cat_smooth. */
const categorySmoothing = 10

interface Cut {
  readonly gain: number
  readonly order: readonly number[]
  readonly bins: number
}

/**
 * The best of all splits of one feature's bins in two: ordered ones at any value, nulls on either side; categories
 * sorted by how far they lean, which holds the best split of all (W. D. Fisher, J. Amer. Statist. Assoc. 53, 1958).
 * Undefined when no split takes anything away. `histogram` has both derivatives' sums by feature and bin.
 */
export function bestSplit(
  features: readonly BinnedFeature[],
  histogram: readonly Float64Array[],
  shrinkage: number,
): Split | undefined {
  let [best, feature]: [Cut | undefined, number] = [undefined, -1]
  for (const [f, binned] of features.entries()) {
    const sums = histogram[f] as Float64Array
    for (const order of ordersOf(binned, sums)) {
      const cut = bestCut(order, sums, shrinkage)
      if (cut !== undefined && cut.gain > (best?.gain ?? 0)) [best, feature] = [cut, f]
    }
  }
  if (best === undefined) return undefined
  const goesLeft = new Uint8Array((features[feature] as BinnedFeature).bins)
  for (const bin of best.order.slice(0, best.bins)) goesLeft[bin] = 1
  return { feature, goesLeft, gain: best.gain }
}

/** The orders in which bins may be cut in two. */
function ordersOf(
  { bins, ordered, hasNulls }: BinnedFeature,
  sums: Float64Array,
): readonly (readonly number[])[] {
  const all = Array.from({ length: bins }, (_, bin) => bin)
  if (ordered) return hasNulls ? [all, [...all.slice(1), 0]] : [all]
  const lean = (bin: number) =>
    (sums[2 * bin] as number) / ((sums[2 * bin + 1] as number) + categorySmoothing)
  return [all.sort((a, b) => lean(a) - lean(b) || a - b)]
}

function bestCut(order: readonly number[], sums: Float64Array, shrinkage: number): Cut | undefined {
  let [gradient, hessian] = [0, 0]
  for (const bin of order) {
    gradient += sums[2 * bin] as number
    hessian += sums[2 * bin + 1] as number
  }
  const score = (g: number, h: number) => (g * g) / (h + shrinkage)
  const whole = score(gradient, hessian)
  let [left, leftHessian, gain, bins] = [0, 0, 0, 0]
  for (let i = 0; i < order.length - 1; i++) {
    const bin = order[i] as number
    left += sums[2 * bin] as number
    leftHessian += sums[2 * bin + 1] as number
    if (leftHessian < leastHessian) continue
    if (hessian - leftHessian < leastHessian) break
    const gained = score(left, leftHessian) + score(gradient - left, hessian - leftHessian) - whole
    if (gained > gain) [gain, bins] = [gained, i + 1]
  }
  return bins === 0 ? undefined : { gain, order, bins }
}
