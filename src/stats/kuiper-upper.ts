/**
 * P(V√n ≥ x) in the limit of many observations n, for Kuiper's statistic V = D⁺ + D⁻:
 *
 *   2 Σ_{k≥1} (4k²x² - 1) exp(-2k²x²)
 *
 * Near 0 its complement √(2π) π²/x³ Σ k² exp(-π²k²/2x²), the same by Jacobi's theta transformation, where the sum
 * above would cancel. 0 where it underflows. Source: N. H. Kuiper, Proc. K. Ned. Akad. Wet. A 63 (1960).
 */
export function kuiperUpper(x: number): number {
  if (Number.isNaN(x)) return x
  // Beyond a double's range either way.
  if (x < 0.1) return 1
  if (x > 30) return 0
  return x < 1 ? Math.max(0, 1 - lower(x)) : upper(x)
}

function upper(x: number): number {
  let sum = 0
  for (let k = 1; ; k++) {
    const square = 2 * k * k * x * x
    const term = (2 * square - 1) * Math.exp(-square)
    sum += term
    if (term <= sum * Number.EPSILON) return Math.min(1, 2 * sum)
  }
}

function lower(x: number): number {
  let sum = 0
  for (let k = 1; ; k++) {
    const term = k * k * Math.exp(-(((Math.PI * k) / x) ** 2) / 2)
    sum += term
    if (term <= sum * Number.EPSILON) return Math.sqrt(2 * Math.PI) * ((Math.PI ** 2 / x) * (sum / x / x))
  }
}
