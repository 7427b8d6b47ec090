const euler = 0.5772156649015329

/** From here on the series below are exact to rounding. */
const enough = 256

/**
 * Σ 1/k and Σ 1/k² for k = 1 … `count`, in constant time: by Euler-Maclaurin where the sums are long. Relative error
 * below 1e-15. Source: Abramowitz and Stegun 6.3.18 and 6.4.12.
 */
export function harmonic(count: number): { sum: number; squares: number } {
  if (count < enough) return shortSums(count)
  const x = 1 / count
  const sum = Math.log(count) + euler + x / 2 - (x * x) / 12 + x ** 4 / 120
  const squares = Math.PI ** 2 / 6 - x + (x * x) / 2 - x ** 3 / 6 + x ** 5 / 30
  return { sum, squares }
}

function shortSums(count: number) {
  let [sum, squares] = [0, 0]
  for (let k = count; k >= 1; k--) {
    sum += 1 / k
    squares += 1 / (k * k)
  }
  return { sum, squares }
}
