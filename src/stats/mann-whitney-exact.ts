/**
 * The exact two-sided p-value of Mann and Whitney's U for `n` and `m` distinct values, where `u` is the smaller of U
 * and nm - U: twice the share of interleavings of the two samples with at most `u` inversions. Relative error about
 * 1e-12; steps: min(n, m) · u.
 *
 * How many interleavings have each number of inversions is a Gaussian binomial coefficient,
 * Π (1 - q^(l+i)) / (1 - q^i) for i up to the smaller size, l the larger one: two passes a factor.
 * Source: H. B. Mann and D. R. Whitney, Ann. Math. Stat. 18 (1947); G. E. Andrews, "The Theory of Partitions" (1976).
 */
export function mannWhitneyExact(n: number, m: number, u: number): number {
  const [small, large] = [Math.min(n, m), Math.max(n, m)]
  const ways = new Float64Array(Math.floor(u) + 1)
  ways[0] = 1
  let all = 1
  for (let i = 1; i <= small; i++) {
    multiply(ways, large + i)
    divide(ways, i)
    mirror(ways, large * i)
    all *= (large + i) / i
  }
  return Math.min(1, (2 * ways.reduce((sum, count) => sum + count, 0)) / all)
}

/** By 1 - q^power. */
function multiply(series: Float64Array, power: number): void {
  for (let k = series.length - 1; k >= power; k--) {
    series[k] = (series[k] as number) - (series[k - power] as number)
  }
}

/** By 1 - q^power. */
function divide(series: Float64Array, power: number): void {
  for (let k = power; k < series.length; k++) {
    series[k] = (series[k] as number) + (series[k - power] as number)
  }
}

/** Coefficients are the same from either end, q^degree being the last; what rounding left in the far half goes. */
function mirror(series: Float64Array, degree: number): void {
  for (let k = Math.floor(degree / 2) + 1; k < series.length; k++) {
    series[k] = k > degree ? 0 : (series[degree - k] as number)
  }
}
