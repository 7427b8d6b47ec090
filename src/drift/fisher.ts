import { type Fourfold, fisherExact } from '../stats/fisher-exact.ts'
import type { BinnedCounts, DriftTest } from './drift-test.ts'

export const fisher: DriftTest = {
  name: 'fisher',
  title: 'Fisher',
  kinds: ['categorical'],
  hasPValue: true,
  figures: ['oddsRatio'],
  isDefault: false,
  definition:
    "Fisher's exact test of the table window × two categories: statistic |share_R - share_C| of a category, two-sided p the probability of all tables with the same margins that are no more probable (Fisher 1934; SciPy's fisher_exact); oddsRatio = ad/bc, reference over current of the category first by code point, absent when infinite; 0 with p 1 for a single category.",
  measure(pair) {
    if (pair.kind !== 'categorical') return { unavailable: 'fisher compares categorical columns' }
    const table = fourfold(pair.bins)
    if (typeof table === 'number') {
      return table < 2
        ? { statistic: 0, pValue: 1 }
        : { unavailable: 'it compares columns of two categories' }
    }
    const { a, b, c, d } = table
    const statistic = Math.abs(a * d - b * c) / ((a + b) * (c + d))
    // Never 0, which is a missing column's: the smallest positive double where it underflows.
    const pValue = Math.max(fisherExact(table), Number.MIN_VALUE)
    const oddsRatio = ((a / b) * d) / c
    return Number.isFinite(oddsRatio) ? { statistic, pValue, oddsRatio } : { statistic, pValue }
  },
}

/** Reference above current, categories by code point; of more or fewer than two categories, how many. */
export function fourfold({ reference, current }: BinnedCounts): Fourfold | number {
  const present: number[] = []
  for (let i = 0; i < reference.length; i++) {
    if ((reference[i] as number) + (current[i] as number) > 0) present.push(i)
  }
  const [first, second] = present
  if (present.length !== 2 || first === undefined || second === undefined) return present.length
  const [a, b] = [reference[first] as number, reference[second] as number]
  const [c, d] = [current[first] as number, current[second] as number]
  return { a, b, c, d }
}
