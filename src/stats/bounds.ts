/** Where a figure may lie, as far as its rows tell: each end at the confidence asked for, one-sided. */
export interface Bounds {
  readonly low: number
  readonly high: number
}

/**
 * The bounds of one figure at a one-sided confidence, 0.5 to 1, if the current window had `times` as many rows and the
 * figure stayed: what the question "how many more rows would tell?" is answered with.
 */
export type SamplingLaw = (confidence: number, times: number) => Bounds

/** What rows say that say nothing. */
export const unbounded: Bounds = { low: -Infinity, high: Infinity }

/** The wider of two answers at either end. */
export function widest(a: Bounds, b: Bounds): Bounds {
  return { low: Math.min(a.low, b.low), high: Math.max(a.high, b.high) }
}

/** A bound that could not be computed bounds nothing: better no verdict than one from NaN. */
export function known({ low, high }: Bounds): Bounds {
  return Number.isNaN(low) || Number.isNaN(high) ? unbounded : { low, high }
}
