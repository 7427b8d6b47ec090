/** What was found so far: see src/stats/moments.ts, of which this is the same loop. */
export let sum: f64 = 0
export let squares: f64 = 0

let sumError: f64 = 0
let squaresError: f64 = 0
let counted: f64 = 0

/** Begins with nothing. */
export function startDeviations(): void {
  sum = 0
  squares = 0
  sumError = 0
  squaresError = 0
  counted = 0
}

/** Adds Σ d and Σ d² over further values, with d = value·factor − centre, both by Kahan's compensated summation. */
export function deviations(values: usize, cumulative: usize, length: i32, factor: f64, centre: f64): void {
  let total = sum
  let totalError = sumError
  let squared = squares
  let squaredError = squaresError
  let before = counted
  const end = values + ((<usize>length) << 3)
  const counts = cumulative - values
  for (let at = values; at < end; at += 8) {
    const deviation = load<f64>(at) * factor - centre
    const upTo = load<f64>(at + counts)
    const weighted = (upTo - before) * deviation
    const first = weighted - totalError
    const second = weighted * deviation - squaredError
    before = upTo
    const nextTotal = total + first
    const nextSquared = squared + second
    totalError = nextTotal - total - first
    squaredError = nextSquared - squared - second
    total = nextTotal
    squared = nextSquared
  }
  sum = total
  squares = squared
  sumError = totalError
  squaresError = squaredError
  counted = before
}
