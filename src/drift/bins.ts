import { byCodePoint } from '../profile/by-code-point.ts'
import type { CategoricalProfile, NumericProfile } from '../profile/profile.ts'
import { countsBetween } from '../stats/counts-between.ts'
import { quantile } from '../stats/quantile.ts'
import type { BinnedCounts } from './drift-test.ts'

/**
 * Both windows in `count` quantile bins of the reference: its percentiles by NumPy's default, the first and
 * last bin open outwards, a bin [edge, next edge). An edge repeated by ties leaves a bin of zero width,
 * which stays and is empty. Totals are of finite values; the reference must have one.
 */
export function numericBins(reference: NumericProfile, current: NumericProfile, count = 10): BinnedCounts {
  // linspace(0, 100, count + 1) / 100: the rounding of NumPy's percentile, which ties are sensitive to.
  const levels = Array.from({ length: count - 1 }, (_, k) => ((k + 1) * (100 / count)) / 100)
  const edges = Float64Array.from(levels, level => quantile(reference.ecdf, level))
  return withTotals(
    edgeLabels(edges),
    countsBetween(reference.ecdf, edges),
    countsBetween(current.ecdf, edges),
  )
}

/** Both windows in one bin a category, over the union of their categories, ordered by code point. */
export function categoricalBins(reference: CategoricalProfile, current: CategoricalProfile): BinnedCounts {
  const labels = [...new Set([...reference.counts.keys(), ...current.counts.keys()])].sort(byCodePoint)
  const countsOf = (profile: CategoricalProfile) =>
    Float64Array.from(labels, label => profile.counts.get(label) ?? 0)
  return withTotals(labels, countsOf(reference), countsOf(current))
}

/** Each window's share in every bin. */
export function sharesOf(bins: BinnedCounts): { reference: Float64Array; current: Float64Array } {
  return {
    reference: bins.reference.map(count => count / bins.referenceTotal),
    current: bins.current.map(count => count / bins.currentTotal),
  }
}

function edgeLabels(edges: Float64Array): string[] {
  const texts = edgeTexts(edges)
  const inner = texts.slice(1).map((text, i) => `${texts[i]} to ${text}`)
  return [`< ${texts[0]}`, ...inner, `>= ${texts.at(-1)}`]
}

/** Six digits, or as many as it takes for different edges to read differently; 17 always do. */
export function edgeTexts(edges: Float64Array): string[] {
  const distinct = new Set(edges).size
  for (let digits = 6; ; digits++) {
    const texts = Array.from(edges, edge => String(Number(edge.toPrecision(digits))))
    if (digits === 17 || new Set(texts).size === distinct) return texts
  }
}

function withTotals(labels: string[], reference: Float64Array, current: Float64Array): BinnedCounts {
  return { labels, reference, current, referenceTotal: sum(reference), currentTotal: sum(current) }
}

function sum(counts: Float64Array): number {
  return counts.reduce((total, count) => total + count, 0)
}
