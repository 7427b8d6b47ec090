/**
 * √n times the standard error of Pearson's correlation of x and y, whatever their law, by the delta method: the root
 * mean square of x·y - r(x² + y²)/2 with both standardized. 1 - r² of two normal variables. Each pair as often as
 * `counts` says, or once; 0 where one of the two does not vary.
 *
 * Source: J. H. Steiger and A. R. Hakstian, Br. J. Math. Stat. Psychol. 35 (1982) 208-215.
 */
export function correlationSpread(x: Float64Array, y: Float64Array, counts?: Float64Array): number {
  const times = (i: number) => (counts ? (counts[i] as number) : 1)
  const total = (term: (a: number, b: number) => number) => {
    let sum = 0
    for (let i = 0; i < x.length; i++)
      if (times(i) > 0) sum += times(i) * term(x[i] as number, y[i] as number)
    return sum
  }
  const rows = total(() => 1)
  const [meanX, meanY] = [total(a => a) / rows, total((_, b) => b) / rows]
  const [sdX, sdY] = [
    Math.sqrt(total(a => (a - meanX) ** 2) / rows),
    Math.sqrt(total((_, b) => (b - meanY) ** 2) / rows),
  ]
  if (!(sdX > 0 && sdY > 0)) return 0
  const correlation = total((a, b) => ((a - meanX) / sdX) * ((b - meanY) / sdY)) / rows
  const slope = (a: number, b: number) => a * b - (correlation * (a * a + b * b)) / 2
  return Math.sqrt(total((a, b) => slope((a - meanX) / sdX, (b - meanY) / sdY) ** 2) / rows)
}
