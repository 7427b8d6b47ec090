import { stirlingError } from './stirling-error.ts'

/**
 * P(D_n < x) of the two-sided one-sample Kolmogorov-Smirnov law by Durbin's matrix: n!/nⁿ times the middle
 * element of Hⁿ, with H of order 2⌈nx⌉ - 1. Exact but for rounding, relative error about 1e-13.
 *
 * Source: J. Durbin (1968); G. Marsaglia, W. W. Tsang and J. Wang, "Evaluating Kolmogorov's distribution",
 * J. Stat. Softw. 8 (18), 2003.
 */
export function durbinCdf(n: number, x: number): number {
  const k = Math.ceil(n * x)
  const order = 2 * k - 1
  const middle = (k - 1) * order + k - 1
  const { matrix, logScale } = power(durbinMatrix(k, k - n * x), order, n)
  const factorialOverPower = 0.5 * Math.log(2 * Math.PI * n) - n + stirlingError(n)
  return (matrix[middle] as number) * Math.exp(logScale + factorialOverPower)
}

/** Ones on and below the first superdiagonal, less the corrections of the borders, over (i-j+1)!. */
function durbinMatrix(k: number, h: number): Float64Array {
  const order = 2 * k - 1
  const inverseFactorial = new Float64Array(order + 1).fill(1)
  for (let i = 1; i <= order; i++) inverseFactorial[i] = (inverseFactorial[i - 1] as number) / i
  const matrix = new Float64Array(order * order)
  for (let i = 0; i < order; i++) {
    for (let j = 0; j <= Math.min(i + 1, order - 1); j++) {
      let entry = 1
      if (j === 0) entry -= h ** (i + 1)
      if (i === order - 1) entry -= h ** (order - j)
      if (j === 0 && i === order - 1) entry += Math.max(0, 2 * h - 1) ** order
      matrix[i * order + j] = entry * (inverseFactorial[i - j + 1] as number)
    }
  }
  return matrix
}

interface Scaled {
  readonly matrix: Float64Array
  readonly logScale: number
}

/** matrix^exponent by repeated squaring; every product is scaled back to a largest element of 1. */
function power(matrix: Float64Array, order: number, exponent: number): Scaled {
  if (exponent === 1) return { matrix, logScale: 0 }
  const root = power(matrix, order, Math.floor(exponent / 2))
  const square = scaled(multiply(root.matrix, root.matrix, order), 2 * root.logScale)
  return exponent % 2 === 0 ? square : scaled(multiply(square.matrix, matrix, order), square.logScale)
}

function scaled(matrix: Float64Array, logScale: number): Scaled {
  const largest = matrix.reduce((most, entry) => Math.max(most, entry), 0)
  return { matrix: matrix.map(entry => entry / largest), logScale: logScale + Math.log(largest) }
}

function multiply(a: Float64Array, b: Float64Array, order: number): Float64Array {
  const product = new Float64Array(order * order)
  for (let i = 0; i < order; i++) {
    for (let k = 0; k < order; k++) {
      const factor = a[i * order + k] as number
      for (let j = 0; j < order; j++) {
        const cell = i * order + j
        product[cell] = (product[cell] as number) + factor * (b[k * order + j] as number)
      }
    }
  }
  return product
}
