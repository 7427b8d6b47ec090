import { MlregError } from '../errors.ts'
import { studentTQuantile } from '../stats/student-t-quantile.ts'
import { studentTTwoSided } from '../stats/student-t-two-sided.ts'
import type { Estimate } from './arm.ts'
import { type Comparison, type Question, tailOf } from './comparison.ts'

/** The standard error of a difference of two independent estimates, and Satterthwaite's degrees of freedom of it. */
export interface DifferenceError {
  readonly error: number
  readonly dof: number
}

/**
 * Welch's t-test of two means, or of any two estimates with an error of their own, and the interval of the same law.
 * Throws `cannot-compare` where neither side varies: nothing then says what chance would do; and `bad-input` where the
 * values lie too far apart for a double.
 *
 * Source: B. L. Welch, Biometrika 34 (1947) 28-35; SciPy's ttest_ind(equal_var=False).
 */
export function compareEstimates(a: Estimate, b: Estimate, question: Question): Comparison {
  const difference = b.value - a.value
  const { error, dof } = differenceError(a, b)
  if (error === 0) throw constant(a, b)
  const reach = studentTQuantile(1 - tailOf(question), dof) * error
  const statistic = difference / error
  if (![difference, reach, statistic, difference - reach, difference + reach].every(Number.isFinite))
    throw new MlregError('bad-input', 'the values of the two arms lie too far apart to be compared')
  const upper = (t: number) => upperTail(t, dof)
  const lift = question.better === 'higher' ? statistic : -statistic
  const pValue =
    question.alternative === 'greater'
      ? upper(lift)
      : Math.max(studentTTwoSided(statistic, dof), Number.MIN_VALUE)
  return {
    difference,
    interval: { low: difference - reach, high: difference + reach, method: 'welch' },
    test: { name: 'welch-t', statistic, dof, pValue, pWorse: upper(-lift) },
  }
}

export function differenceError(a: Estimate, b: Estimate): DifferenceError {
  const [ofA, ofB] = [a.spread / Math.sqrt(a.rows), b.spread / Math.sqrt(b.rows)]
  const larger = Math.max(ofA, ofB)
  if (larger === 0) return { error: 0, dof: Math.min(a.dof, b.dof) }
  // Relative to the larger one no square leaves the range of a double.
  const [u, v] = [(ofA / larger) ** 2, (ofB / larger) ** 2]
  return { error: larger * Math.sqrt(u + v), dof: (u + v) ** 2 / (u ** 2 / a.dof + v ** 2 / b.dof) }
}

/** P(T ≥ t), and the smallest positive double where it underflows. */
function upperTail(t: number, dof: number): number {
  const tail = studentTTwoSided(t, dof) / 2
  return Math.max(t >= 0 ? tail : 1 - tail, Number.MIN_VALUE)
}

function constant(a: Estimate, b: Estimate): MlregError {
  const values = a.value === b.value ? `both come to ${a.value}` : `A comes to ${a.value} and B to ${b.value}`
  return new MlregError('cannot-compare', `neither arm varies: ${values}, in every row`, {
    hint: 'without variation no test can tell a difference from chance: choose another metric',
  })
}
