/** Registers of a sketch: a standard error of 1.04/√2048 = 2.3%. */
const indexBits = 11
export const sketchSize = 2 ** indexBits
const rankBits = 32

/** The estimate's relative standard error. */
export const sketchError = 1.04 / Math.sqrt(sketchSize)

/**
 * Notes doubles in a HyperLogLog sketch: it tells how many different values it has seen, whatever their order and
 * number, and the larger of two sketches' registers are the sketch of both together.
 *
 * Source: P. Flajolet et al., HyperLogLog, AofA 2007.
 */
export function noteDistinct(sketch: Uint8Array, values: Float64Array): void {
  const words = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length)
  for (let i = 0; i < words.length; i += 2) {
    const first = mixed((words[i] as number) ^ mixed((words[i + 1] as number) + 0x9e3779b9))
    const second = mixed((words[i + 1] as number) ^ mixed(first + 0x7f4a7c15))
    const index = first >>> (32 - indexBits)
    const rank = Math.clz32(second) + 1
    if (rank > (sketch[index] as number)) sketch[index] = rank
  }
}

/** MurmurHash3's finaliser. */
function mixed(word: number): number {
  let hash = Math.imul(word ^ (word >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}

export function mergeSketches(a: Uint8Array, b: Uint8Array): Uint8Array {
  return a.map((register, index) => Math.max(register, b[index] as number))
}

/**
 * How many different values a sketch has seen, without the bias of the first estimators.
 *
 * Source: O. Ertl, New cardinality estimation algorithms for HyperLogLog sketches, arXiv:1702.01284, 2017, algorithm 6.
 */
export function distinctEstimate(sketch: Uint8Array): number {
  const counts = new Float64Array(rankBits + 2)
  for (const register of sketch) counts[register] = (counts[register] as number) + 1
  let z = sketchSize * tau(1 - (counts[rankBits + 1] as number) / sketchSize)
  for (let rank = rankBits; rank >= 1; rank--) z = (z + (counts[rank] as number)) / 2
  z += sketchSize * sigma((counts[0] as number) / sketchSize)
  return Math.round((sketchSize * sketchSize) / (2 * Math.LN2 * z))
}

function sigma(share: number): number {
  if (share === 1) return Number.POSITIVE_INFINITY
  let [x, y, z] = [share, 1, share]
  for (let before = -1; before !== z; y += y) {
    x *= x
    before = z
    z += x * y
  }
  return z
}

function tau(share: number): number {
  if (share === 0 || share === 1) return 0
  let [x, y, z] = [share, 1, 1 - share]
  for (let before = -1; before !== z; ) {
    x = Math.sqrt(x)
    before = z
    y /= 2
    z -= (1 - x) ** 2 * y
  }
  return z / 3
}
