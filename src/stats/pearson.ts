/**
 * Pearson's correlation of two columns of one length, -1 to 1; undefined when either is constant or shorter than 2.
 * Of ranks it is Spearman's rho. Two passes, so that a large mean costs no digits. The
 * product of both sums of squares has to be a double, as that of ranks is.
 */
export function pearson(a: Float64Array, b: Float64Array): number | undefined {
  const [meanA, meanB] = [mean(a), mean(b)]
  let [squaresA, squaresB, products] = [0, 0, 0]
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [(a[i] as number) - meanA, (b[i] as number) - meanB]
    squaresA += x * x
    squaresB += y * y
    products += x * y
  }
  // One root of the product: a column has a correlation of exactly 1 with itself.
  const spread = Math.sqrt(squaresA * squaresB)
  return spread > 0 ? Math.max(-1, Math.min(1, products / spread)) : undefined
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
