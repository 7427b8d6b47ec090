/** The largest n there is room for. */
export const mostPathValues: i32 = 10_000

/** The i-th double, from 1, belongs to (i - 1, k - i + 1); the cell before i = 0 stays empty. */
const mass: usize = memory.data((10_000 + 2) * 8)

/** See latticePathHit in src/stats/lattice-path-hit.ts. The chain is followed diagonal by diagonal, k = i + j. */
export function latticePathHit(n: i32, m: i32, reach: f64): f64 {
  memory.fill(mass, 0, (<usize>(n + 2)) << 3)
  store<f64>(mass, 1, 8)
  const size = n + m
  let low: i32 = 0
  let high: i32 = 0
  let hit: f64 = 0
  for (let k: i32 = 1; k <= size; k++) {
    advance(n, m, k, low, min(high + 1, n))
    const middle = <f64>k * <f64>n
    const nextLow = max(max(0, k - m), <i32>(floor((middle - reach) / <f64>size) + 1))
    const nextHigh = min(min(n, k), <i32>(ceil((middle + reach) / <f64>size) - 1))
    hit += drain(n, low, nextLow) + drain(n, nextHigh + 1, high + 2)
    if (nextLow > nextHigh) break
    low = nextLow
    high = nextHigh
  }
  return hit
}

/**
 * Moves the mass of diagonal k - 1 onto diagonal k, in place: downwards, as i draws on i - 1. Two cells at a time, which
 * do not depend on each other. Exported so that it is not put into its caller: V8 runs the optimized code of a function
 * from its next call on.
 */
export function advance(n: i32, m: i32, k: i32, low: i32, last: i32): void {
  const scale = 1.0 / <f64>(n + m - k + 1)
  const scales = f64x2.splat(scale)
  let i = last
  // The chances of i - 1 and i that the next value is the first sample's, and the second's, times what is left.
  let first = f64x2(<f64>(n - i + 2), <f64>(n - i + 1))
  let second = f64x2(<f64>(m - k + i), <f64>(m - k + 1 + i))
  const step = f64x2.splat(2)
  for (; i > low; i -= 2) {
    const at = mass + ((<usize>i) << 3)
    const fromFirst = f64x2.mul(v128.load(at - 8), first)
    const fromSecond = f64x2.mul(v128.load(at), second)
    v128.store(at, f64x2.mul(f64x2.add(fromFirst, fromSecond), scales))
    first = f64x2.add(first, step)
    second = f64x2.sub(second, step)
  }
  if (i === low) {
    const at = mass + ((<usize>i) << 3)
    const fromFirst = load<f64>(at) * <f64>(n - i + 1)
    const fromSecond = load<f64>(at, 8) * <f64>(m - k + 1 + i)
    store<f64>(at, (fromFirst + fromSecond) * scale, 8)
  }
}

/** Takes the mass of the cells from i = `from` up to before `end` out of the chain. */
function drain(n: i32, from: i32, end: i32): f64 {
  let sum: f64 = 0
  for (let i = from; i < end && i <= n; i++) {
    const at = mass + ((<usize>i) << 3)
    sum += load<f64>(at, 8)
    store<f64>(at, 0, 8)
  }
  return sum
}
