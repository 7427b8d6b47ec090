import { type Bounds, type SamplingLaw, unbounded, widest } from '../stats/bounds.ts'
import { rateBounds } from '../stats/rate-bounds.ts'
import { transformedBounds } from '../stats/transformed-bounds.ts'
import { averagedClasses, type ClassCounts, meanOf, ratio } from './class-counts.ts'
import type { Outcomes } from './outcomes.ts'

/** A share of rows: `part` of `whole`. */
export type Rate = readonly [part: number, whole: number]

/**
 * The plain mean of rates of different rows, such as the recall of each class. The distances from estimate to bound add
 * up as errors do (G. Y. Zou and A. Donner, Stat. Med. 27 (2008) 1693-1702). A rate of no rows may be anything.
 */
export function meanRateLaw(rates: readonly Rate[]): SamplingLaw {
  return (confidence, times) =>
    meanBounds(
      rates.map(([part, whole]) => ratio(part, whole)),
      rates.map(([part, whole]) => rateBounds(part * times, whole * times, confidence)),
    )
}

/**
 * F1 of one class is 2J/(1+J), with J the share of true positives among the rows that are positive or were called so:
 * the bounds of that rate, carried over. The mean over several classes has the wider of two bounds: class
 * by class, which knows small counts, and by the delta method on the confusion counts, which knows that one mistake
 * counts in two classes.
 */
export function f1Law(outcomes: Outcomes): SamplingLaw {
  const classes = averagedClasses(outcomes) ?? []
  const values = classes.map(f1Of)
  const value = meanOf(values) ?? 0
  const error = classes.length > 1 ? f1Error(outcomes) : 0
  return (confidence, times) => {
    const bounds = classes.map(({ truePositives, predicted, actual }) =>
      rateBounds(truePositives * times, (predicted + actual - truePositives) * times, confidence),
    )
    const carried = bounds.map(({ low, high }) => ({ low: fromJaccard(low), high: fromJaccard(high) }))
    const apart = meanBounds(values, carried)
    if (!(error > 0 && value > 0 && value < 1)) return apart
    return widest(apart, transformedBounds('logit', value, error / Math.sqrt(times), confidence))
  }
}

function f1Of({ truePositives, predicted, actual }: ClassCounts): number {
  return ratio(2 * truePositives, predicted + actual)
}

function fromJaccard(share: number): number {
  return (2 * share) / (1 + share)
}

/**
 * The standard error of F1, or of the mean F1 of several classes, by the delta method: the square root of the sum over rows
 * of the squared slope by the row's weight.
 */
export function f1Error(outcomes: Outcomes): number {
  if (outcomes.task !== 'classification') return 0
  const classes = averagedClasses(outcomes) ?? []
  const byLabel = new Map(
    classes.map(counts => [counts.label, { f1: f1Of(counts), rows: counts.predicted + counts.actual }]),
  )
  let sum = 0
  for (const [target, predictions] of outcomes.confusion) {
    for (const [prediction, rows] of predictions) {
      let slope = 0
      for (const label of [target, prediction]) {
        const own = byLabel.get(label)
        if (own) slope += ((target === prediction ? 1 : 0) - own.f1) / own.rows
      }
      sum += rows * (slope / classes.length) ** 2
    }
  }
  return Math.sqrt(sum)
}

function meanBounds(values: readonly number[], bounds: readonly Bounds[]): Bounds {
  const mean = meanOf(values)
  if (mean === undefined) return unbounded
  const reach = (end: 'low' | 'high') =>
    Math.hypot(...bounds.map((each, i) => each[end] - (values[i] as number))) / values.length
  return { low: Math.max(0, mean - reach('low')), high: Math.min(1, mean + reach('high')) }
}
