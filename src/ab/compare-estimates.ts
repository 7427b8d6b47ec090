import { MlregError } from '../errors.ts'
import { studentTQuantile } from '../stats/student-t-quantile.ts'
import { studentTTwoSided } from '../stats/student-t-two-sided.ts'
import type { Estimate } from './arm.ts'
import { type Comparison, type Question, tailOf } from './comparison.ts'

/** The standard error of a difference of two independent estimates by one of two tests, and its degrees of freedom. */
interface DifferenceError {
  readonly name: 'welch-t' | 'student-t'
  readonly error: number
  readonly dof: number
}

/** What a test of a difference goes by. */
export interface CautiousError extends DifferenceError {
  /** How far from 0 a difference is significant, at the level asked for. */
  readonly reach: number
}

/**
 * The t-test of two means, or of any two estimates with an error of their own, and the interval of the same law: Welch's,
 * or Student's with the pooled variance where that takes a larger difference. So both agree on whatever is significant.
 * Throws `cannot-compare` where neither side varies: nothing then says what chance would do; and `bad-input` where the
 * values lie too far apart for a double.
 *
 * Welch's alone is no test of a small arm beside a large one when values are skewed: a small sample without its rare large
 * values has a low mean and believes it. One-sided at 5%, losses of 100 rows look lower than those of 1,000 from the same
 * law in 7 to 18% of tests, with both in 1 to 5% (fixtures/golden/ab-rates.md). For arms of one size both are the same
 * but for the degrees of freedom.
 *
 * Source: B. L. Welch, Biometrika 34 (1947) 28-35; SciPy's ttest_ind with equal_var=False, and with True.
 */
export function compareEstimates(a: Estimate, b: Estimate, question: Question): Comparison {
  const difference = b.value - a.value
  const { name, error, dof, reach } = cautiousError(a, b, tailOf(question))
  if (error === 0) throw constant(a, b)
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
    interval: { low: difference - reach, high: difference + reach, method: 't' },
    test: { name, statistic, dof, pValue, pWorse: upper(-lift) },
  }
}

/** Of both tests the one that takes the larger difference to be significant with probability `tail` on either side. */
export function cautiousError(a: Estimate, b: Estimate, tail: number): CautiousError {
  const reaching = (by: DifferenceError): CautiousError => ({
    ...by,
    reach: by.error === 0 ? 0 : studentTQuantile(1 - tail, by.dof) * by.error,
  })
  const [welch, student] = [reaching(welchError(a, b)), reaching(studentError(a, b))]
  // Of arms that are alike they are one, but for rounding.
  return student.reach > welch.reach * (1 + 1e-9) ? student : welch
}

/** Either arm with its own variance, and Satterthwaite's degrees of freedom. */
function welchError(a: Estimate, b: Estimate): DifferenceError {
  const [ofA, ofB] = [a.spread / Math.sqrt(a.rows), b.spread / Math.sqrt(b.rows)]
  const larger = Math.max(ofA, ofB)
  if (larger === 0) return { name: 'welch-t', error: 0, dof: Math.min(a.dof, b.dof) }
  // Relative to the larger one no square leaves the range of a double.
  const [u, v] = [(ofA / larger) ** 2, (ofB / larger) ** 2]
  const dof = (u + v) ** 2 / (u ** 2 / a.dof + v ** 2 / b.dof)
  return { name: 'welch-t', error: larger * Math.sqrt(u + v), dof }
}

/** Both arms with the variance of both. */
function studentError(a: Estimate, b: Estimate): DifferenceError {
  const dof = a.dof + b.dof
  const pooled = Math.hypot(a.spread * Math.sqrt(a.dof / dof), b.spread * Math.sqrt(b.dof / dof))
  return { name: 'student-t', error: pooled * Math.sqrt(1 / a.rows + 1 / b.rows), dof }
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
