/** What the walk has found so far: see EcdfDistance in src/stats/ecdf-distance.ts, of which this is the same walk. */
export let gap: f64 = 0
export let gapAt: f64 = 0
export let area: f64 = 0
export let atom: f64 = 0

let n: f64 = 0
let m: f64 = 0
let upToA: f64 = 0
let upToB: f64 = 0
let before: f64 = 0
let now: f64 = 0
let jump: f64 = 0

/** Begins a walk of two distributions of so many values, neither of them none; `start` is the lowest of the first. */
export function startDistance(countA: f64, countB: f64, start: f64): void {
  n = countA
  m = countB
  gapAt = start
  atom = start
  gap = 0
  area = 0
  upToA = 0
  upToB = 0
  before = 0
  now = 0
  jump = 0
}

/** Walks on over `lengthA` and `lengthB` distinct values, all of them above those before. */
export function distance(
  valuesA: usize,
  cumulativeA: usize,
  lengthA: i32,
  valuesB: usize,
  cumulativeB: usize,
  lengthB: i32,
): void {
  const endA = valuesA + ((<usize>lengthA) << 3)
  const endB = valuesB + ((<usize>lengthB) << 3)
  const countsA = cumulativeA - valuesA
  const countsB = cumulativeB - valuesB
  const sizeA = n
  const sizeB = m
  const both = n * m
  let a = valuesA
  let b = valuesB
  let nextA = a < endA ? load<f64>(a) : Infinity
  let nextB = b < endB ? load<f64>(b) : Infinity
  let countA = upToA
  let countB = upToB
  let last = before
  let own = now
  let largest = gap
  let largestAt = gapAt
  let sum = area
  let most = jump
  let mostAt = atom
  while (a < endA || b < endB) {
    const value = min(nextA, nextB)
    // Skipped when 0, as the width may be infinite.
    if (own !== 0) sum += abs(own) * (value - last)
    if (nextA === value) {
      countA = load<f64>(a + countsA)
      a += 8
      nextA = a < endA ? load<f64>(a) : Infinity
    }
    if (nextB === value) {
      countB = load<f64>(b + countsB)
      b += 8
      nextB = b < endB ? load<f64>(b) : Infinity
    }
    const next = (countA * sizeB - countB * sizeA) / both
    if (abs(next) > abs(largest)) {
      largest = next
      largestAt = value
    }
    const moved = abs(next - own)
    if (moved > most) {
      most = moved
      mostAt = value
    }
    own = next
    last = value
  }
  upToA = countA
  upToB = countB
  before = last
  now = own
  gap = largest
  gapAt = largestAt
  area = sum
  jump = most
  atom = mostAt
}
