/** A whole number of up to 64 bits as two of 32: big integers would cost ten times as much. */
export interface Key {
  upper: number
  lower: number
}

const scratch = new Float64Array(1)
const words = new Uint32Array(scratch.buffer)

/**
 * The place of a bucket on its grid, in the order of their values: the sortable image of the double that stands for it
 * (IEEE 754 with the sign flipped, negatives complemented) without the bits that every bucket of the grid shares.
 */
export function keyOf(value: number, dropped: number, into: Key): Key {
  scratch[0] = value
  const [lower, upper] = [words[0] as number, words[1] as number]
  const negative = upper >>> 31 === 1
  into.upper = negative ? ~upper >>> 0 : (upper | 0x80000000) >>> 0
  into.lower = negative ? ~lower >>> 0 : lower
  return shiftRight(into, sharedBits(dropped))
}

/** The double that stands for the bucket at a place. NaN or infinite for a key that no finite double has. */
export function valueOfKey(key: Key, dropped: number): number {
  const shared = sharedBits(dropped)
  let { upper, lower } = shiftLeft(key, shared)
  if (upper >>> 31 === 1) {
    upper = (upper & 0x7fffffff) >>> 0
  } else {
    const fill = shiftRight({ upper: 0xffffffff, lower: 0xffffffff }, 64 - shared)
    upper = ~(upper | (shared === 0 ? 0 : fill.upper)) >>> 0
    lower = ~(lower | (shared === 0 ? 0 : fill.lower)) >>> 0
  }
  words[0] = lower
  words[1] = upper
  return scratch[0] as number
}

/** The lowest dropped bit tells points from intervals, and is kept. */
function sharedBits(dropped: number): number {
  return Math.max(0, dropped - 1)
}

/** a − b, of a ≥ b. */
export function difference(a: Key, b: Key): Key {
  const borrow = a.lower < b.lower ? 1 : 0
  return { upper: (a.upper - b.upper - borrow) >>> 0, lower: (a.lower - b.lower) >>> 0 }
}

/** a + b; undefined past 64 bits. */
export function sum(a: Key, b: Key): Key | undefined {
  const lower = a.lower + b.lower
  const upper = a.upper + b.upper + (lower > 0xffffffff ? 1 : 0)
  return upper > 0xffffffff ? undefined : { upper, lower: lower >>> 0 }
}

export function bitLength({ upper, lower }: Key): number {
  return upper === 0 ? 32 - Math.clz32(lower) : 64 - Math.clz32(upper)
}

function shiftRight(key: Key, by: number): Key {
  if (by >= 32) {
    key.lower = by === 64 ? 0 : key.upper >>> (by - 32)
    key.upper = 0
  } else if (by > 0) {
    key.lower = ((key.lower >>> by) | (key.upper << (32 - by))) >>> 0
    key.upper >>>= by
  }
  return key
}

function shiftLeft({ upper, lower }: Key, by: number): Key {
  if (by === 0) return { upper, lower }
  if (by >= 32) return { upper: (lower << (by - 32)) >>> 0, lower: 0 }
  return { upper: ((upper << by) | (lower >>> (32 - by))) >>> 0, lower: (lower << by) >>> 0 }
}
