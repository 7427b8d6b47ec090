import { sortByCodePoint } from '../profile/by-code-point.ts'
import type { CategoricalProfile, NumericProfile, Pooled } from '../profile/profile.ts'
import { countsBetween } from '../stats/counts-between.ts'
import type { Distribution } from '../stats/ecdf.ts'
import { quantile } from '../stats/quantile.ts'
import type { BinnedCounts } from './drift-test.ts'

/**
 * Both windows in `count` quantile bins of the reference: its percentiles by NumPy's default, the first and
 * last bin open outwards, a bin [edge, next edge). An edge repeated by ties leaves a bin of zero width,
 * which stays and is empty. Totals are of finite values; the reference must have one.
 */
export function numericBins(
  reference: NumericProfile<Distribution>,
  current: NumericProfile<Distribution>,
  count = 10,
): BinnedCounts {
  // linspace(0, 100, count + 1) / 100: the rounding of NumPy's percentile, which ties are sensitive to.
  const levels = Array.from({ length: count - 1 }, (_, k) => ((k + 1) * (100 / count)) / 100)
  const edges = Float64Array.from(levels, level => quantile(reference.ecdf, level))
  return withTotals(
    edgeLabels(edges),
    countsBetween(reference.ecdf, edges),
    countsBetween(current.ecdf, edges),
  )
}

/**
 * Both windows in one bin a category, over the union of their categories, ordered by code point. Where a profile pooled
 * its rare categories, those that it does not name, pooled or not, share a last bin.
 */
export function categoricalBins(reference: CategoricalProfile, current: CategoricalProfile): BinnedCounts {
  const labels = sortByCodePoint([...new Set([...reference.counts.keys(), ...current.counts.keys()])])
  const isNamed = (label: string) =>
    [reference, current].every(({ counts, pooled }) => pooled === undefined || counts.has(label))
  const named = reference.exact && current.exact ? labels : labels.filter(isNamed)
  const countsOf = ({ counts }: CategoricalProfile) => named.map(label => counts.get(label) ?? 0)
  const rest = [reference, current].map(profile => unnamed(profile, named))
  const hidden = rest.reduce((sum, { categories }) => sum + categories, 0) - 1
  if (hidden < 0) {
    return withTotals(named, Float64Array.from(countsOf(reference)), Float64Array.from(countsOf(current)))
  }
  const [before, after] = [reference, current].map((profile, side) =>
    Float64Array.of(...countsOf(profile), rest[side]?.rows ?? 0),
  ) as [Float64Array, Float64Array]
  return { ...withTotals([...named, '(rare)'], before, after), hidden }
}

/** The rows and categories of a window that are in none of the named bins. */
function unnamed({ counts, pooled }: CategoricalProfile, named: readonly string[]): Pooled {
  const names = new Set(named)
  const others = [...counts].filter(([label]) => !names.has(label))
  const rows = others.reduce((sum, [, count]) => sum + count, pooled?.rows ?? 0)
  return { rows, categories: others.length + (pooled?.categories ?? 0) }
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
