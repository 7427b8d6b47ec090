import type { BinnedFeature } from './binned-features.ts'
import { growTree, type TreeNode } from './grow-tree.ts'

/** A sum of trees: the log-odds that a row is of class 1, less those of the training rows. */
export interface BoostedTrees {
  readonly trees: readonly TreeNode[]
  readonly rate: number
  /** By feature: the sum of the gains of its splits. */
  readonly gains: Float64Array
}

export interface BoostingOptions {
  readonly trees: number
  readonly depth: number
  readonly rate: number
}

/**
 * Fits boosted trees to the labels, 0 or 1, of some rows by logistic loss. Nothing is drawn at random: the same rows
 * give the same trees. Source: J. H. Friedman, Ann. Statist. 29 (2001), with the second-order splits of growTree.
 */
export function fitBoostedTrees(
  features: readonly BinnedFeature[],
  labels: Uint8Array,
  rows: Uint32Array,
  { trees, depth, rate }: BoostingOptions,
): BoostedTrees {
  const ones = rows.reduce((sum, row) => sum + (labels[row] as number), 0)
  const scores = new Float64Array(labels.length).fill(Math.log(ones / (rows.length - ones)))
  const [gradients, hessians] = [new Float64Array(labels.length), new Float64Array(labels.length)]
  const gains = new Float64Array(features.length)
  const growing = {
    ...{ features, gradients, hessians, depth },
    onSplit(feature: number, gain: number) {
      gains[feature] = (gains[feature] as number) + gain
    },
    onLeaf(members: Uint32Array, value: number) {
      for (const row of members) scores[row] = (scores[row] as number) + rate * value
    },
  }
  const grown: TreeNode[] = []
  for (let tree = 0; tree < trees; tree++) {
    for (const row of rows) {
      const share = 1 / (1 + Math.exp(-(scores[row] as number)))
      gradients[row] = share - (labels[row] as number)
      hessians[row] = share * (1 - share)
    }
    grown.push(growTree(growing, rows))
  }
  return { trees: grown, rate, gains }
}

/** A score for each of the rows: higher the likelier class 1. */
export function scoresOf(
  { trees, rate }: BoostedTrees,
  features: readonly BinnedFeature[],
  rows: Uint32Array,
): Float64Array {
  return Float64Array.from(
    rows,
    row => rate * trees.reduce((sum, tree) => sum + valueAt(tree, features, row), 0),
  )
}

function valueAt(tree: TreeNode, features: readonly BinnedFeature[], row: number): number {
  let node = tree
  while (!('value' in node)) {
    const { codes } = features[node.feature] as BinnedFeature
    node = node.goesLeft[codes[row] as number] === 1 ? node.left : node.right
  }
  return node.value
}
