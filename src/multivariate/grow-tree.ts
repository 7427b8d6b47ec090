import { bestSplit, type Split } from './best-split.ts'
import type { BinnedFeature } from './binned-features.ts'

/** A node with two children, or a leaf with what it adds to a row's score. */
export type TreeNode =
  | { readonly value: number }
  | {
      readonly feature: number
      /** By bin: 1 for those that go left. */
      readonly goesLeft: Uint8Array
      readonly left: TreeNode
      readonly right: TreeNode
    }

/** What a tree is grown from, and who hears of it. */
export interface Growing {
  readonly features: readonly BinnedFeature[]
  /** First and second derivatives of the loss, by row. */
  readonly gradients: Float64Array
  readonly hessians: Float64Array
  /** Splits from the root to a leaf, at most. */
  readonly depth: number
  onSplit(feature: number, gain: number): void
  /** The leaf's value is the Newton step of its rows, before any learning rate. */
  onLeaf(rows: Uint32Array, value: number): void
}

/** Added to the sum of second derivatives, so that few rows move a score little. */
const shrinkage = 1

/** By feature: the sums of both derivatives in each bin, in turns. */
type Histogram = readonly Float64Array[]

/**
 * Grows a regression tree on the rows, each split the one that lowers the second-order loss most. The histogram of the
 * larger child is its parent's less its sibling's. Sources: T. Chen and C. Guestrin, KDD 2016; G. Ke et al., NIPS 2017.
 */
export function growTree(growing: Growing, rows: Uint32Array): TreeNode {
  return grow(growing, rows, growing.depth)
}

function grow(growing: Growing, rows: Uint32Array, depth: number, known?: Histogram): TreeNode {
  if (depth === 0) return leaf(growing, rows)
  const histogram = known ?? histogramOf(growing, rows)
  const split = bestSplit(growing.features, histogram, shrinkage)
  if (split === undefined) return leaf(growing, rows)
  growing.onSplit(split.feature, split.gain)
  const [left, right] = parted(growing, rows, split)
  const isFinal = depth === 1
  const ofLeft = isFinal ? undefined : childHistogram(growing, histogram, left, right)
  const ofRight = isFinal ? undefined : ofLeft && less(histogram, ofLeft)
  return {
    feature: split.feature,
    goesLeft: split.goesLeft,
    left: grow(growing, left, depth - 1, ofLeft),
    right: grow(growing, right, depth - 1, ofRight),
  }
}

function leaf({ gradients, hessians, onLeaf }: Growing, rows: Uint32Array): TreeNode {
  let [gradient, hessian] = [0, shrinkage]
  for (const row of rows) {
    gradient += gradients[row] as number
    hessian += hessians[row] as number
  }
  const value = -gradient / hessian
  onLeaf(rows, value)
  return { value }
}

function parted(
  { features }: Growing,
  rows: Uint32Array,
  { feature, goesLeft }: Split,
): readonly [left: Uint32Array, right: Uint32Array] {
  const { codes } = features[feature] as BinnedFeature
  const [left, right] = [new Uint32Array(rows.length), new Uint32Array(rows.length)]
  let [lefts, rights] = [0, 0]
  for (const row of rows) {
    if (goesLeft[codes[row] as number] === 1) left[lefts++] = row
    else right[rights++] = row
  }
  return [left.subarray(0, lefts), right.subarray(0, rights)]
}

/** Of the left child: counted, or the parent's less the right one's when that is quicker. */
function childHistogram(
  growing: Growing,
  parent: Histogram,
  left: Uint32Array,
  right: Uint32Array,
): Histogram {
  return left.length <= right.length ? histogramOf(growing, left) : less(parent, histogramOf(growing, right))
}

function histogramOf({ features, gradients, hessians }: Growing, rows: Uint32Array): Histogram {
  // Brought together once for all features.
  const gradient = Float64Array.from(rows, row => gradients[row] as number)
  const hessian = Float64Array.from(rows, row => hessians[row] as number)
  return features.map(({ codes, bins }) => {
    const sums = new Float64Array(2 * bins)
    for (let i = 0; i < rows.length; i++) {
      const at = 2 * (codes[rows[i] as number] as number)
      sums[at] = (sums[at] as number) + (gradient[i] as number)
      sums[at + 1] = (sums[at + 1] as number) + (hessian[i] as number)
    }
    return sums
  })
}

function less(whole: Histogram, part: Histogram): Histogram {
  return whole.map((sums, f) => sums.map((sum, i) => sum - (part[f]?.[i] as number)))
}
