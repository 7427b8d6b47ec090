import type { Ecdf } from './ecdf.ts'

/** Σ x and Σ x² of doubles without rounding, as whole multiples of the smallest double 2^-1074 and of its square. */
export interface ExactSums {
  readonly sum: bigint
  readonly squares: bigint
}

export interface ExactSummer {
  /** Adds every value of a distribution as often as it occurs. */
  add(ecdf: Ecdf): void
  sums(): ExactSums
}

/** A double's 53 bits as limbs of 17, 18 and 18, by exponent: 3 sums of the limbs and 5 of their products. */
const cells = 8
/** A sum of products of limbs grows by less than 2^37 a value, and is exact below 2^53. */
const mostPending = 2 ** 16

/**
 * Sums by exponent in doubles that never round, carried over to big integers in time: some 10 ns a value. Sums do not
 * depend on the order and add up, so that parts give what the whole gives, to the last bit.
 *
 * Source: R. M. Neal, Fast exact summation using small and large superaccumulators, arXiv:1505.05571, 2015.
 */
export function exactSummer(): ExactSummer {
  const parts = new Float64Array(2048 * cells)
  let [sum, squares] = [0n, 0n]
  let pending = 0
  let [lowest, highest] = [2047, 0]
  const carry = () => {
    for (let exponent = lowest; exponent <= highest; exponent++) {
      const own = parts.subarray(exponent * cells, (exponent + 1) * cells)
      if (own.every(limb => limb === 0)) continue
      const part = Array.from(own, BigInt)
      const shift = BigInt(Math.max(0, exponent - 1))
      sum += joined(part.slice(0, 3)) << shift
      squares += joined(part.slice(3)) << (2n * shift)
    }
    if (lowest <= highest) parts.fill(0, lowest * cells, (highest + 1) * cells)
    ;[pending, lowest, highest] = [0, 2047, 0]
  }
  return {
    add({ values, cumulative }) {
      const words = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length)
      let before = 0
      for (let i = 0; i < values.length; i++) {
        const upper = words[2 * i + 1] as number
        const exponent = (upper >>> 20) & 2047
        let left = (cumulative[i] as number) - before
        before = cumulative[i] as number
        lowest = Math.min(lowest, exponent)
        highest = Math.max(highest, exponent)
        while (left > 0) {
          if (pending === mostPending) {
            carry()
            lowest = highest = exponent
          }
          const times = Math.min(left, mostPending - pending)
          addLimbs(parts, exponent, upper, words[2 * i] as number, times)
          pending += times
          left -= times
        }
      }
    },
    sums() {
      carry()
      return { sum, squares }
    },
  }
}

function addLimbs(parts: Float64Array, exponent: number, upper: number, lower: number, times: number): void {
  const top = (upper & 0xfffff) | (exponent === 0 ? 0 : 0x100000)
  const a = top >>> 4
  const b = ((top & 15) << 14) | (lower >>> 18)
  const c = lower & 0x3ffff
  const signed = upper >>> 31 === 0 ? times : -times
  const at = exponent * cells
  parts[at] = (parts[at] as number) + signed * a
  parts[at + 1] = (parts[at + 1] as number) + signed * b
  parts[at + 2] = (parts[at + 2] as number) + signed * c
  parts[at + 3] = (parts[at + 3] as number) + times * a * a
  parts[at + 4] = (parts[at + 4] as number) + times * 2 * a * b
  parts[at + 5] = (parts[at + 5] as number) + times * (2 * a * c + b * b)
  parts[at + 6] = (parts[at + 6] as number) + times * 2 * b * c
  parts[at + 7] = (parts[at + 7] as number) + times * c * c
}

/** Limbs of 18 bits, the highest first. */
function joined(limbs: readonly bigint[]): bigint {
  return limbs.reduce((value, limb) => (value << 18n) + limb, 0n)
}

export function addSums(a: ExactSums, b: ExactSums): ExactSums {
  return { sum: a.sum + b.sum, squares: a.squares + b.squares }
}

/**
 * Mean, population variance (divisor `count`, above 0) and standard deviation from sums. Mean and variance are the
 * doubles nearest to the true ones; the variance is infinite or 0 when out of a double's range, and `sd` then still holds.
 */
export function momentsOfSums({ sum, squares }: ExactSums, count: number) {
  const n = BigInt(count)
  const spread = n * squares - sum * sum
  const mean = quotient(sum, n)
  const variance = quotient(spread, n * n)
  // An even power of two leaves the root a whole one.
  const half = variance.exponent % 2 === 0 ? variance : quotient(spread, n * n, 1)
  return {
    count,
    mean: scaled(mean.digits, mean.exponent - 1074),
    variance: scaled(variance.digits, variance.exponent - 2148),
    sd: scaled(Math.sqrt(half.digits), half.exponent / 2 - 1074),
  }
}

/** a/b as digits·2^exponent, the digits correctly rounded to a double. */
function quotient(a: bigint, b: bigint, extra = 0): { digits: number; exponent: number } {
  if (a === 0n) return { digits: 0, exponent: 0 }
  const size = a < 0n ? -a : a
  const shift = 70 + bits(b) - bits(size) + extra
  const [above, below] = shift >= 0 ? [size << BigInt(shift), b] : [size, b << BigInt(-shift)]
  // The last bit stands for all that is left, so that a tie is only a tie when it is one.
  const digits = (above / below) | (above % below === 0n ? 0n : 1n)
  return { digits: Number(a < 0n ? -digits : digits), exponent: -shift }
}

function bits(size: bigint): number {
  return size.toString(16).length * 4
}

/** In two steps, as 2^exponent alone may be out of range. */
function scaled(digits: number, exponent: number): number {
  const half = Math.trunc(exponent / 2)
  return digits * 2 ** half * 2 ** (exponent - half)
}
