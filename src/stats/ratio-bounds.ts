import { type Bounds, unbounded } from './bounds.ts'

/** An estimate, and the bounds of what it estimates. */
export interface Estimate extends Bounds {
  readonly value: number
}

/**
 * Bounds of a ratio of two independent figures that are not negative, from the bounds of each: where `above - ratio ·
 * below` has 0 as its own bound by the method of variance estimates recovery, solved for the ratio. Exists also where
 * the estimate below is 0: then from some ratio on, without upper bound.
 *
 * With rates it is Newcombe's hybrid score interval carried over to ratios.
 * Source: A. Donner and G. Y. Zou, Stat. Methods Med. Res. 21 (2012) 347-359, equations 9 and 10; the difference is
 * R. G. Newcombe, Statistics in Medicine 17 (1998) 873-890, method 11.
 */
export function ratioBounds(above: Estimate, below: Estimate): Bounds {
  const product = above.value * below.value
  const lowest = Math.max(0, above.low * (2 * above.value - above.low))
  const highest = above.high * (2 * above.value - above.high)
  const most = below.high * (2 * below.value - below.high)
  const least = below.low * (2 * below.value - below.low)
  // Both are roots of a·x² - 2·product·x + c; each is written so that no digits cancel.
  const low = lowest === 0 ? 0 : lowest / (product + Math.sqrt(Math.max(0, product ** 2 - most * lowest)))
  const high =
    least <= 0
      ? Number.POSITIVE_INFINITY
      : (product + Math.sqrt(Math.max(0, product ** 2 - least * highest))) / least
  return Number.isFinite(low) ? { low, high } : unbounded
}
