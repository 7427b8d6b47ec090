import { chiSquareUpper } from '../stats/chi-square-upper.ts'
import { type Fourfold, fisherExact, fisherLower } from '../stats/fisher-exact.ts'
import { normalUpper } from '../stats/normal-law.ts'
import { scoreBounds } from '../stats/score-bounds.ts'
import type { Proportion } from './arm.ts'
import { type Comparison, type Question, tailOf } from './comparison.ts'

/**
 * The least expected count from which on the normal law is used. Of two equal arms, it then calls up to 5.5% different at
 * a nominal 5%, and 1.3% at 1%; from 5 on, which is the textbook's limit, 5.9% and 1.5% (arms of very different sizes,
 * enumerated in fixtures/golden/generate-ab.py).
 */
const leastExpected = 10

/**
 * Two shares: the z-test with the pooled variance, or Fisher's exact test where an expected count is below
 * `leastExpected`; and Newcombe's hybrid score interval of the difference. A pair of equal shares has p ≥ 0.5.
 *
 * Source: R. G. Newcombe, Statistics in Medicine 17 (1998) 873-890, method 10, which is `newcomb` in statsmodels.
 */
export function compareProportions(a: Proportion, b: Proportion, question: Question): Comparison {
  const table = { a: a.successes, b: a.rows - a.successes, c: b.successes, d: b.rows - b.successes }
  const [shareA, shareB] = [a.successes / a.rows, b.successes / b.rows]
  const difference = shareB - shareA
  const tail = tailOf(question)
  const [ofA, ofB] = [scoreBounds(a.successes, a.rows, tail), scoreBounds(b.successes, b.rows, tail)]
  const interval = {
    low: difference - Math.hypot(shareB - ofB.low, ofA.high - shareA),
    high: difference + Math.hypot(ofB.high - shareB, shareA - ofA.low),
    method: 'newcombe',
  } as const
  const expected = expectedCount(table)
  const test = expected < leastExpected ? exact(table, question) : normal(table, question)
  return { difference, interval, test: { ...test, expected } }
}

/** The smallest of the four, were both shares the same. */
function expectedCount({ a, b, c, d }: Fourfold): number {
  return (Math.min(a + b, c + d) / (a + b + c + d)) * Math.min(a + c, b + d)
}

function normal({ a, b, c, d }: Fourfold, { alternative, better }: Question): Comparison['test'] {
  const [n, m] = [a + b, c + d]
  // The formula times nm, so that equal shares have exactly 0.
  const statistic = ((b * c - a * d) / Math.sqrt(n * m)) * Math.sqrt((n + m) / ((a + c) * (b + d)))
  const lift = better === 'higher' ? statistic : -statistic
  const pValue = alternative === 'greater' ? normalUpper(lift) : chiSquareUpper(statistic ** 2, 1)
  return { name: 'z-proportions', statistic, pValue: above0(pValue), pWorse: above0(normalUpper(-lift)) }
}

function exact(table: Fourfold, { alternative, better }: Question): Comparison['test'] {
  const { a, b, c, d } = table
  // Few successes of A beside many of B.
  const [more, less] = [fisherLower(table), fisherLower({ a: c, b: d, c: a, d: b })]
  const [pBetter, pWorse] = better === 'higher' ? [more, less] : [less, more]
  const pValue = alternative === 'greater' ? pBetter : fisherExact(table)
  return { name: 'fisher', pValue: above0(pValue), pWorse: above0(pWorse) }
}

/** The smallest positive double where a probability underflows. */
function above0(p: number): number {
  return Math.max(p, Number.MIN_VALUE)
}
