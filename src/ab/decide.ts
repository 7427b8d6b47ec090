import { MlregError } from '../errors.ts'
import { type Arm, armValue } from './arm.ts'
import { type Comparison, type Question, tailOf } from './comparison.ts'
import type { PowerLaw, Sizes } from './power.ts'
import { detectable, rowsNeeded } from './rows-needed.ts'

/** What is asked of B before it takes A's place. */
export interface Demand extends Question {
  /** The least improvement that counts, 0 or above: a difference, or a share of A's value. */
  readonly minLift: number
  readonly isRelative: boolean
  /** Whether exactly `minLift` is too little. */
  readonly isStrict: boolean
  /** How likely a true improvement of `minLift` should be to be seen. */
  readonly power: number
}

export type Verdict = 'promote' | 'keep' | 'continue'

/** Why, one word a way to each verdict. */
export type Because =
  | 'better'
  | 'slower'
  | 'worse'
  | 'too-small'
  | 'excluded'
  | 'not-seen'
  | 'out-of-reach'
  | 'too-few-rows'
  | 'no-minimum'

export interface Decision {
  readonly verdict: Verdict
  readonly because: Because
  /** The improvement of B over A: the difference, turned so that above 0 is better. */
  readonly lift: number
  /** As a share of A's value; nothing where that is 0, or next to it. */
  readonly relativeLift: number | undefined
  /** The least improvement that counts, as a difference. */
  readonly minLift: number
  readonly power: {
    /** What a true improvement of `minLift` is seen with; nothing without one, or where there cannot be one. */
    readonly achieved: number | undefined
    readonly isSufficient: boolean | undefined
    /** The smallest true improvement seen with the power asked for. */
    readonly detectable: number | undefined
    /** What `rows` are for: `minLift`, or without one the improvement at hand. */
    readonly forLift: number | undefined
    readonly rows: Sizes | undefined
  }
}

/**
 * Promotes B when it is better beyond chance and by no less than demanded; keeps A when B is worse beyond chance, too
 * slow, or improved by less than demanded as far as the interval or the number of rows tells; else the test goes on.
 * Throws `cannot-compare` where the demand is a share of nothing.
 */
export function decide(
  a: Arm,
  b: Arm,
  comparison: Comparison,
  law: PowerLaw,
  demand: Demand,
  isSlower: boolean,
): Decision {
  const baseline = armValue(a)
  const sign = demand.better === 'higher' ? 1 : -1
  const lift = exact(sign * comparison.difference)
  const minLift = exact(demand.isRelative ? demand.minLift * Math.abs(baseline) : demand.minLift)
  if (demand.isRelative && baseline === 0) throw withoutBaseline()
  const power = powerOf({ a: a.rows, b: b.rows }, law, demand, lift, minLift)
  const { low, high } = comparison.interval
  const most = sign > 0 ? high : -low
  const isProven = comparison.test.pValue < demand.alpha && lift > 0
  const isWorse = comparison.test.pWorse < tailOf(demand)
  const isEnough = demand.isStrict ? lift > minLift : lift >= minLift
  const [verdict, because] = ((): [Verdict, Because] => {
    if (isSlower) return ['keep', 'slower']
    if (isProven && isEnough) return ['promote', 'better']
    if (isWorse) return ['keep', 'worse']
    if (minLift > law.most) return ['keep', 'out-of-reach']
    if (minLift > 0 && most < minLift) return ['keep', 'excluded']
    if (power.isSufficient) return ['keep', isProven ? 'too-small' : 'not-seen']
    return ['continue', power.forLift === undefined ? 'no-minimum' : 'too-few-rows']
  })()
  const share = lift / Math.abs(baseline)
  const relativeLift = Number.isFinite(share) ? share : undefined
  return { verdict, because, lift, relativeLift, minLift, power }
}

function powerOf(
  rows: Sizes,
  law: PowerLaw,
  demand: Demand,
  lift: number,
  minLift: number,
): Decision['power'] {
  const wanted = minLift > 0 ? minLift : lift
  const achieved = minLift > 0 && minLift <= law.most ? law.power(minLift, rows) : undefined
  return {
    achieved,
    isSufficient: achieved === undefined ? undefined : achieved >= demand.power,
    detectable: detectable(law, rows, demand.power),
    forLift: wanted > 0 ? wanted : undefined,
    rows: rowsNeeded(law, wanted, rows.b / rows.a, demand.power),
  }
}

function withoutBaseline(): MlregError {
  return new MlregError('cannot-compare', 'A comes to 0, and of nothing there is no relative improvement', {
    hint: 'give the least improvement as a difference, such as --min-lift 0.03',
  })
}

/** Twelve digits: 0.53 less 0.5 is 0.03, though not in binary. */
function exact(x: number): number {
  return Number(x.toPrecision(12))
}
