import { armValue } from '../../ab/arm.ts'
import { tailOf } from '../../ab/comparison.ts'
import type { Decision } from '../../ab/decide.ts'
import { formatCount, formatPercent, formatPValue } from '../../report/numbers.ts'
import type { AbResult, Metric } from './ab-result.ts'
import { relativeText, shareText, sizeText, valueText } from './figure-texts.ts'

type Reasoned = Pick<AbResult, 'metric' | 'a' | 'b' | 'comparison' | 'decision' | 'demand' | 'latency'>

/** Why the decision is what it is, in one sentence with its numbers. */
export function reasonOf(result: Reasoned): string {
  const { metric, comparison, decision, demand } = result
  const { pValue, pWorse } = comparison.test
  const { lift, minLift, power } = decision
  const least = sizeText(metric, minLift)
  const p = `p ${formatPValue(pValue)}`
  switch (decision.because) {
    case 'better':
      return `B is better: ${change(result)}, with ${p} below ${demand.alpha}${minLift > 0 ? `, and by ${demand.isStrict ? 'more than' : 'no less than'} ${least}` : ''}`
    case 'worse':
      return `B is worse: ${change(result)}, with p ${formatPValue(pWorse)} below ${tailOf(demand)}`
    case 'slower':
      return slower(result)
    case 'out-of-reach':
      return `nothing can be better than A, at ${valueText(metric, armValue(result.a.arm))}, by the ${least} demanded`
    case 'excluded':
      return `B is not better by the ${least} demanded: the interval of the lift ends at ${bestText(result)}`
    case 'too-small':
      return `B is better with ${p}, but by ${sizeText(metric, lift)} and not by the ${least} demanded`
    case 'not-seen':
      return `B is not shown to be better (${change(result)}, ${p}), and rows enough: ${formatPercent(power.achieved)} of tests as large show a true lift of ${least}`
    case 'no-minimum':
      return `B does no better in these rows, and no number of them settles whether it ever does: --min-lift says how small a lift counts`
    case 'too-few-rows':
      return tooFew(result)
  }
}

function change({ metric, a, b, decision: { relativeLift } }: Reasoned): string {
  const [before, after] = [a, b].map(({ arm }) => valueText(metric, armValue(arm)))
  return `${before} → ${after}${relativeLift === undefined ? '' : ` (${relativeText(relativeLift * toward(metric))})`}`
}

/** Relative lifts are turned so that above 0 is better; a change is not. */
function toward({ better }: Metric): number {
  return better === 'higher' ? 1 : -1
}

function bestText({ metric, comparison: { interval } }: Reasoned): string {
  const best = metric.better === 'higher' ? interval.high : -interval.low
  return `${best < 0 ? '-' : '+'}${sizeText(metric, best)}`
}

function slower({ latency }: Reasoned): string {
  if (latency?.maxIncrease === undefined) throw new Error('a latency that nobody limited')
  return `B is too slow: the p95 of ${latency.column} rose by ${formatPercent(latency.increase)}, and ${shareText(latency.maxIncrease)} is allowed`
}

function tooFew({ metric, comparison: { test }, decision, demand }: Reasoned): string {
  const { forLift = 0, rows, achieved } = decision.power
  const seen = `p ${formatPValue(test.pValue)}`
  const isSeen = test.pValue < demand.alpha && decision.lift > 0
  const known = isSeen ? `B is better (${seen}), but not yet by the demanded lift` : `no answer yet (${seen})`
  const lift = `a true lift of ${sizeText(metric, forLift)}${decision.minLift > 0 ? '' : ', the one at hand,'}`
  const now = achieved === undefined ? '' : `, and so many show it in ${formatPercent(achieved)}`
  return rows === undefined
    ? `${known}: to show ${lift} takes more rows than anybody has`
    : `${known}: to show ${lift} in ${shareText(demand.power)} of tests takes ${rowsText(rows)}${now}`
}

/** Rows of either arm, in words. */
export function rowsText({ a, b }: NonNullable<Decision['power']['rows']>): string {
  return a === b
    ? `${formatCount(a)} rows of each arm`
    : `${formatCount(a)} rows of A and ${formatCount(b)} of B`
}
