/**
 * A stream of numbers in [0, 1) that look random and are the same for the same seed everywhere: 32 bits a number.
 * Source: SplitMix32, after G. L. Steele, D. Lea and C. H. Flood, OOPSLA 2014, with the mixer of MurmurHash3.
 */
export function randomNumbers(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x9e3779b9) | 0
    let mixed = state ^ (state >>> 16)
    mixed = Math.imul(mixed, 0x85ebca6b)
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32
  }
}
