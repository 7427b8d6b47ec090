export type Random = () => number

/**
 * A stream of numbers strictly between 0 and 1, 32 bits each, with a period of some 2^128; another one for every text.
 * Source: C. Doty-Humphrey's sfc32 (PractRand).
 */
export function randomStream(text: string): Random {
  let [a, b, c, d] = [hash(text, 0x811c9dc5), hash(text, 0x01234567), hash(text, 0x3ade68b1), 1]
  const next = () => {
    const mixed = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + mixed) | 0
    return ((mixed >>> 0) + 0.5) / 2 ** 32
  }
  for (let i = 0; i < 20; i++) next()
  return next
}

/** FNV-1a from a basis of one's choice. */
function hash(text: string, basis: number): number {
  let state = basis
  for (const character of text) state = Math.imul(state ^ (character.codePointAt(0) as number), 0x01000193)
  return state
}

/**
 * `count` uniform numbers in ascending order, without sorting: sums of exponential gaps over their total (L. Devroye,
 * Non-Uniform Random Variate Generation, 1986, V.3).
 */
export function ascendingUniforms(count: number, random: Random): Float64Array {
  const numbers = new Float64Array(count)
  let sum = 0
  for (let i = 0; i < count; i++) {
    sum -= Math.log(random())
    numbers[i] = sum
  }
  const total = sum - Math.log(random())
  for (let i = 0; i < count; i++) numbers[i] = (numbers[i] as number) / total
  return numbers
}
