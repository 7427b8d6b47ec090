import { distinct, toEcdf } from './ecdf.ts'

/**
 * Puts the finite ones of the `rows` doubles at `series` to its front and replaces them by twice their ranks, less the
 * mean of those: whole numbers. Gives how many there are, or 0 when they only rise or only fall. `sorted` and
 * `cumulative` have room for as many.
 */
export function toCentredRanks(series: usize, sorted: usize, cumulative: usize, rows: i32): i32 {
  const n = keepFinite(series, rows)
  if (isMonotonic(series, n)) return 0
  memory.copy(sorted, series, (<usize>n) << 3)
  toEcdf(sorted, cumulative, n)
  const end = series + ((<usize>n) << 3)
  for (let at = series; at < end; at += 8) {
    const place = cumulative + (placeOf(load<f64>(at), sorted, distinct) << 3)
    const below = place === cumulative ? 0 : load<f64>(place - 8)
    store<f64>(at, below + load<f64>(place) - <f64>n)
  }
  return n
}

/** Sum of x(i)·x(i - lag) over the `n` doubles at `series`. */
export function laggedProduct(series: usize, n: i32, lag: i32): f64 {
  const back = (<usize>lag) << 3
  const end = series + ((<usize>n) << 3)
  let sum: f64 = 0
  for (let at = series + back; at < end; at += 8) sum += load<f64>(at) * load<f64>(at - back)
  return sum
}

function keepFinite(at: usize, rows: i32): i32 {
  let to = at
  const end = at + ((<usize>rows) << 3)
  for (let from = at; from < end; from += 8) {
    const value = load<f64>(from)
    // Infinities and NaN are no numbers when taken from themselves.
    if (value - value !== 0) continue
    store<f64>(to, value)
    to += 8
  }
  return <i32>((to - at) >> 3)
}

function isMonotonic(at: usize, n: i32): bool {
  let rises = false
  let falls = false
  const end = at + ((<usize>n) << 3)
  for (let next = at + 8; next < end; next += 8) {
    const step = load<f64>(next) - load<f64>(next - 8)
    if (step > 0) rises = true
    else if (step < 0) falls = true
    if (rises && falls) return false
  }
  return true
}

/** Where a value stands among `length` ascending ones, which hold it. */
function placeOf(value: f64, sorted: usize, length: i32): usize {
  let low: usize = 0
  let high = <usize>length
  while (low < high) {
    const middle = (low + high) >> 1
    if (load<f64>(sorted + (middle << 3)) < value) low = middle + 1
    else high = middle
  }
  return low
}
