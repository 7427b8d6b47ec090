import { momentsOf } from '../profile/summary.ts'
import type { Moments } from '../stats/moments.ts'
import { studentTTwoSided } from '../stats/student-t-two-sided.ts'
import type { DriftTest } from './drift-test.ts'

export const welchT: DriftTest = {
  name: 'welch-t',
  title: 'Welch t',
  kinds: ['numeric'],
  hasPValue: true,
  figures: ['dof'],
  isDefault: false,
  definition:
    "Welch's t-test of the means, t = (mean_R - mean_C) / sqrt(s²_R/n + s²_C/m) with sample variances, two-sided p by Student's law with Satterthwaite's dof, positive when the reference lies higher (Welch 1947; SciPy's ttest_ind(equal_var=False)).",
  measure(pair) {
    if (pair.kind !== 'numeric') return { unavailable: 'welch-t compares numeric columns' }
    const reference = momentsOf(pair.reference)
    const current = momentsOf(pair.current)
    if (Math.min(reference.count, current.count) < 2) {
      return { unavailable: 'welch-t takes at least two values on either side' }
    }
    if (reference.sd === 0 && current.sd === 0) {
      return { unavailable: 'welch-t takes a column that varies in at least one window' }
    }
    const { t, dof } = welch(reference, current)
    // Never 0, which is a missing column's: the smallest positive double where it underflows.
    return { statistic: t, pValue: Math.max(studentTTwoSided(t, dof), Number.MIN_VALUE), dof }
  },
}

/**
 * From deviations relative to the larger one: no square leaves the range of a double, and no standard error of
 * subnormal values is rounded to 0.
 */
function welch(reference: Known, current: Known): { t: number; dof: number } {
  const [n, m] = [reference.count - 1, current.count - 1]
  const larger = Math.max(reference.sd, current.sd)
  const [a, b] = [(reference.sd / larger) ** 2 / n, (current.sd / larger) ** 2 / m]
  const t = (reference.mean / larger - current.mean / larger) / Math.sqrt(a + b)
  return { t: saturated(t), dof: (a + b) ** 2 / (a ** 2 / n + b ** 2 / m) }
}

/** Windows too far apart for a double are as far as can be said. */
function saturated(t: number): number {
  return Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, t))
}

type Known = Pick<Moments, 'count' | 'mean' | 'sd'>
