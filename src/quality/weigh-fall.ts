import { type Evidence, weigh } from '../degradation/weigh.ts'
import type { Condition } from '../drift/rule.ts'
import type { Bounds } from '../stats/bounds.ts'
import { limitOf, type Pair } from './pair.ts'

/** Whether a metric that is past the largest drop allowed is so beyond chance. */
export function weighFall(pair: Pair, maxDrop: number, confidence: number): Evidence {
  const valueAt = pair.metric.law(pair.current)
  const before = pair.metric.law(pair.reference)(confidence, 1)
  const condition: Condition = {
    measure: pair.metric.name,
    figure: 'statistic',
    operator: pair.metric.better === 'higher' ? '<' : '>',
    limit: limitOf(pair, maxDrop),
  }
  return weigh(
    times => [[condition, boundsOf(pair, before, valueAt(confidence, times), maxDrop)]],
    condition,
    pair.current.rows,
  )
}

/**
 * Where the current value may lie relative to a limit that is a share below (or above) the baseline, which has an error
 * of its own: the distances from both estimates to their bounds add up as errors do, the baseline's times what the
 * limit moves by with it. With rates this is Newcombe's hybrid score interval of the difference to the limit.
 *
 * Source: G. Y. Zou and A. Donner, Stat. Med. 27 (2008) 1693-1702; R. G. Newcombe, Stat. Med. 17 (1998) 873-890.
 */
function boundsOf({ metric, baseline, value }: Pair, before: Bounds, now: Bounds, drop: number): Bounds {
  const sign = metric.better === 'higher' ? -1 : 1
  const moves = Math.abs(1 + sign * drop * Math.sign(baseline))
  return {
    low: value - Math.hypot(value - now.low, moves * (before.high - baseline)),
    high: value + Math.hypot(now.high - value, moves * (baseline - before.low)),
  }
}
