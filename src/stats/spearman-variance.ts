import { midRanks } from './mid-ranks.ts'

/**
 * The variance of Spearman's rho of so many rows, whatever law they are of: ties, heavy tails and dependence of any
 * shape. It is that of the influence function, in which a row has its own part and moves the ranks of all others. Rows
 * have a number in both columns, of which neither is constant.
 *
 * Source: C. Croux and C. Dehon, Stat. Methods Appl. 19 (2010); with mid-ranks for ties, where the spread of the ranks is
 * estimated too.
 */
export function spearmanVariance(x: Float64Array, y: Float64Array): number {
  const n = x.length
  const [a, b] = [centred(x), centred(y)]
  const [spreadA, spreadB] = [meanProduct(a, a), meanProduct(b, b)]
  const [aa, bb] = [weightAbove(a, a), weightAbove(b, b)]
  const [ab, ba] = [weightAbove(a, b), weightAbove(b, a)]
  const scale = Math.sqrt(spreadA * spreadB)
  const rho = meanProduct(a, b) / scale
  const influence = a.map((u, i) => {
    const v = b[i] as number
    const product = u * v + (ab[i] as number) + (ba[i] as number)
    const spreads = (u * u + 2 * (aa[i] as number)) / spreadA + (v * v + 2 * (bb[i] as number)) / spreadB
    return product / scale - (rho / 2) * spreads
  })
  const centre = influence.reduce((sum, value) => sum + value, 0) / n
  return influence.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (n * (n - 1))
}

/** Ranks as shares, around 0: each a whole number of n-ths of a half. */
function centred(values: Float64Array): Float64Array {
  const n = values.length
  return midRanks(values).map(rank => (rank - (n + 1) / 2) / n)
}

/** For each row, the mean over all rows of the weights of those that rank above it, and half of those beside it. */
function weightAbove(shares: Float64Array, weights: Float64Array): Float64Array {
  const n = shares.length
  const placeOf = (share: number) => Math.round(2 * n * share) + n
  const sums = new Float64Array(2 * n + 1)
  for (const [i, share] of shares.entries()) {
    const place = placeOf(share)
    sums[place] = (sums[place] as number) + (weights[i] as number)
  }
  const above = new Float64Array(2 * n + 1)
  let passed = 0
  for (let place = 2 * n; place >= 0; place--) {
    const here = sums[place] as number
    above[place] = (passed + here / 2) / n
    passed += here
  }
  return shares.map(share => above[placeOf(share)] as number)
}

function meanProduct(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] as number), 0) / a.length
}
