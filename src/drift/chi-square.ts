import { chiSquareUpper } from '../stats/chi-square-upper.ts'
import { contingencyExact, drawnAtLeast } from '../stats/contingency-exact.ts'
import { type BinnedCounts, type DriftTest, defaultSettings } from './drift-test.ts'

/** With an expected count below this the chi-square law is not to be trusted (Cochran 1954). */
const fewExpected = 5

export const chiSquare: DriftTest = {
  name: 'chi-square',
  title: 'chi-square',
  kinds: ['categorical'],
  hasPValue: true,
  figures: ['exactPValue', 'resamples', 'dof'],
  floors: { exactPValue: 1 / (1 + drawnAtLeast) },
  isDefault: true,
  definition:
    "Pearson's chi-square of the two-sample contingency table window × category, Σ (O - E)²/E with dof = categories - 1, without Yates' correction (Pearson 1900; SciPy's chi2_contingency); 0 with p 1 for a single category; exactPValue is the share of tables with the same margins and a chi-square no smaller: exact for two categories and for few tables, else, where an expected count is below 5, (1 + as large)/(1 + resamples) of some thousand tables drawn by --seed, or with too many categories for that the gamma law with the exact mean and variance (Haldane 1940); pValue where all are 5 or more, or where a profile has pooled categories.",
  measure(pair, { seed } = defaultSettings) {
    if (pair.kind !== 'categorical') return { unavailable: 'chi-square compares categorical columns' }
    const { statistic, dof } = contingency(pair.bins)
    // Never 0, which is a missing column's: the smallest positive double where it underflows.
    const pValue = dof === 0 ? 1 : Math.max(chiSquareUpper(statistic, dof), Number.MIN_VALUE)
    return { statistic, pValue, dof, ...exactOf(pair.bins, dof, pValue, seed) }
  },
}

/** Categories are not pooled until they suffice: which ones would decide the answer, and rare ones are where drift begins. */
function exactOf(
  { reference, current, referenceTotal: n, currentTotal: m, hidden = 0 }: BinnedCounts,
  dof: number,
  pValue: number,
  seed: number,
) {
  const share = Math.min(n, m) / (n + m)
  const isRare = (a: number, i: number) =>
    a + (current[i] as number) > 0 && (a + (current[i] as number)) * share < fewExpected
  // Of pooled categories the margins are not known, and pValue already allows for what they hide.
  if (hidden > 0 || (dof !== 1 && !reference.some(isRare))) return { exactPValue: pValue }
  const { p, resamples } = contingencyExact(reference, current, seed)
  const exactPValue = Math.max(p, Number.MIN_VALUE)
  return resamples === undefined ? { exactPValue } : { exactPValue, resamples }
}

/**
 * Chi-square of the 2 × k table, with as many degrees of freedom as it would have with the pooled categories apart, which
 * could only raise the statistic: what is rejected here would be then. Categories absent from both windows left out. With only two rows
 * Σ (O - E)²/E is Σ (a·m - b·n)² / (n·m·(a + b)), which is exactly 0 for proportional windows.
 */
export function contingency(bins: BinnedCounts): { statistic: number; dof: number } {
  const { referenceTotal: n, currentTotal: m, hidden = 0 } = bins
  let statistic = 0
  let categories = 0
  for (let i = 0; i < bins.reference.length; i++) {
    const [a, b] = [bins.reference[i] as number, bins.current[i] as number]
    if (a + b === 0) continue
    categories++
    statistic += ((a * m - b * n) / (n * m)) ** 2 * ((n * m) / (a + b))
  }
  return { statistic, dof: Math.max(0, categories + hidden - 1) }
}
