/** What the last `distance` found: see EcdfDistance in src/stats/ecdf-distance.ts, of which this is the same walk. */
export let gap: f64 = 0
export let gapAt: f64 = 0
export let area: f64 = 0
export let atom: f64 = 0

/** Walks two distributions of `lengthA` and `lengthB` distinct values, both at least one. */
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
  const n = load<f64>(endA - 8 + countsA)
  const m = load<f64>(endB - 8 + countsB)
  const both = n * m
  let a = valuesA
  let b = valuesB
  let nextA = load<f64>(a)
  let nextB = load<f64>(b)
  let upToA: f64 = 0
  let upToB: f64 = 0
  let before: f64 = 0
  let now: f64 = 0
  let largest: f64 = 0
  let largestAt = nextA
  let sum: f64 = 0
  let jump: f64 = 0
  let jumpAt = nextA
  while (a < endA || b < endB) {
    const value = min(nextA, nextB)
    // Skipped when 0, as the width may be infinite.
    if (now !== 0) sum += abs(now) * (value - before)
    if (nextA === value) {
      upToA = load<f64>(a + countsA)
      a += 8
      nextA = a < endA ? load<f64>(a) : Infinity
    }
    if (nextB === value) {
      upToB = load<f64>(b + countsB)
      b += 8
      nextB = b < endB ? load<f64>(b) : Infinity
    }
    const next = (upToA * m - upToB * n) / both
    if (abs(next) > abs(largest)) {
      largest = next
      largestAt = value
    }
    const moved = abs(next - now)
    if (moved > jump) {
      jump = moved
      jumpAt = value
    }
    now = next
    before = value
  }
  gap = largest
  gapAt = largestAt
  area = sum
  atom = jumpAt
}
