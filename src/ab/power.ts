import { noncentralTUpper } from '../stats/noncentral-t-upper.ts'
import { normalQuantile, normalUpper } from '../stats/normal-law.ts'
import { cautiousError } from './compare-estimates.ts'
import { type Question, tailOf } from './comparison.ts'

/** Rows of either arm; in planning they need not be whole. */
export interface Sizes {
  readonly a: number
  readonly b: number
}

/** How likely a test of some kind is to call a true improvement significant. */
export interface PowerLaw {
  /** The largest improvement there can be; 0 where A cannot be improved on. */
  readonly most: number
  /** An improvement of the order of what so many rows show. */
  scale(rows: Sizes): number
  /** Rows that an arm takes at least. */
  readonly leastRows: number
  /** Of an improvement above 0 and at most `most`. */
  power(lift: number, rows: Sizes): number
}

/**
 * Of the z-test of two shares with the pooled variance, A's true share being `baseline`, 0 to 1: normal with the variance
 * of the mixed share where there is no difference and with that of each share where there is. Solved for the rows it is
 * the usual formula for sample sizes.
 * Source: J. L. Fleiss, A. Tytun and H. K. Ury, Biometrics 36 (1980) 343-346, equation 2, without the correction for
 * continuity; statsmodels' power_proportions_2indep.
 */
export function proportionPower(baseline: number, question: Question): PowerLaw {
  const z = -normalQuantile(tailOf(question))
  const sign = question.better === 'higher' ? 1 : -1
  const variance = (share: number) => share * (1 - share)
  return {
    most: question.better === 'higher' ? 1 - baseline : baseline,
    leastRows: 1,
    scale: ({ a, b }) => Math.sqrt(1 / a + 1 / b),
    power(lift, { a, b }) {
      const improved = Math.min(1, Math.max(0, baseline + sign * lift))
      const pooled = (a * baseline + b * improved) / (a + b)
      const without = Math.sqrt(variance(pooled) * (1 / a + 1 / b))
      const withIt = Math.sqrt(variance(baseline) / a + variance(improved) / b)
      const past = z * without - lift
      return withIt === 0 ? (past < 0 ? 1 : 0) : normalUpper(past / withIt)
    },
  }
}

/** What rows of one arm are worth: their spread, and its degrees of freedom for so many rows. */
export interface Spread {
  readonly spread: number
  dof(rows: number): number
}

/**
 * Of the more cautious of Welch's and Student's t-test, by the noncentral t law with the degrees of freedom of that test;
 * with equal spreads and sizes that is statsmodels' TTestIndPower. Only the side of the improvement counts, also of a two-sided test.
 */
export function estimatePower(a: Spread, b: Spread, question: Question): PowerLaw {
  const tail = tailOf(question)
  const side = ({ spread, dof }: Spread, rows: number) =>
    ({ kind: 'estimate', value: 0, spread, rows, dof: Math.max(1, dof(rows)) }) as const
  const errorOf = (rows: Sizes) => cautiousError(side(a, rows.a), side(b, rows.b), tail)
  return {
    most: Number.POSITIVE_INFINITY,
    leastRows: 2,
    scale: rows => errorOf(rows).error,
    power(lift, rows) {
      const { error, dof, reach } = errorOf(rows)
      return error === 0 ? 1 : noncentralTUpper(reach / error, dof, lift / error)
    },
  }
}
