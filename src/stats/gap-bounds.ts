import type { Bounds } from './bounds.ts'
import { type Estimate, ratioBounds } from './ratio-bounds.ts'

/** A figure of one group: what it is, and where it may lie at a one-sided confidence. */
export interface GroupFigure {
  readonly value: number
  bounds(confidence: number): Bounds
}

/** How far groups are apart: the largest figure less the smallest, and the smallest over the largest. */
export interface Gap {
  readonly difference: Estimate
  /** Undefined where the largest figure is 0. */
  readonly ratio: Estimate | undefined
  /** Places of the groups with the largest and the smallest figure, the first of equals. */
  readonly largest: number
  readonly smallest: number
}

/**
 * The gap between two groups or more, with an interval at a two-sided confidence. Which groups are the extremes is chosen
 * by looking, so the intervals of all pairs hold at once (Bonferroni): where they do, the largest of the true differences
 * is at least the largest of their lower ends and at most the largest of their upper ends; likewise for the ratio.
 * `families` counts how many such gaps are to hold together. The figures are at least 0.
 *
 * A pair's difference is by the method of variance estimates recovery: with Wilson's bounds of rates it is Newcombe's
 * hybrid score interval (method 10; R. G. Newcombe, Stat. Med. 17 (1998) 873-890; G. Y. Zou and A. Donner, Stat. Med. 27
 * (2008) 1693-1702). Its ratio is that of `ratioBounds`.
 */
export function gapOf(figures: readonly GroupFigure[], confidence: number, families = 1): Gap {
  const pairs = (figures.length * (figures.length - 1)) / 2
  const oneSided = 1 - (1 - confidence) / (2 * Math.max(1, pairs) * families)
  const estimates = figures.map(figure => ({ value: figure.value, ...figure.bounds(oneSided) }))
  const values = figures.map(({ value }) => value)
  const [most, least] = [Math.max(...values), Math.min(...values)]
  const ordered = estimates.flatMap((a, i) => estimates.filter((_, j) => j !== i).map(b => [a, b] as const))
  const differences = ordered.map(([a, b]) => differenceBounds(a, b))
  const ratios = ordered.map(([a, b]) => ratioBounds(a, b))
  return {
    difference: {
      value: most - least,
      low: Math.max(0, ...differences.map(({ low }) => low)),
      high: Math.max(...differences.map(({ high }) => high)),
    },
    ratio:
      most > 0
        ? {
            value: least / most,
            low: Math.max(0, Math.min(...ratios.map(({ low }) => low))),
            high: Math.min(1, ...ratios.map(({ high }) => high)),
          }
        : undefined,
    largest: values.indexOf(most),
    smallest: values.indexOf(least),
  }
}

function differenceBounds(a: Estimate, b: Estimate): Bounds {
  const difference = a.value - b.value
  return {
    low: difference - Math.hypot(a.value - a.low, b.high - b.value),
    high: difference + Math.hypot(a.high - a.value, b.value - b.low),
  }
}
