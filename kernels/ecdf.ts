/** What the last `toEcdf` found: how many values were infinite, finite, and different. */
export let infinite: i32 = 0
export let finite: i32 = 0
export let distinct: i32 = 0

const digitBits: u32 = 11
const buckets: u32 = 1 << digitBits
const mask: u32 = buckets - 1
const passes: u32 = 3

/** Below this many values, clearing and summing the histograms costs more than merging. */
const radixFrom: i32 = 1024
/** Runs longer than this are merged: an insertion sort would be quadratic. */
const insertionUpTo: i32 = 24

const signBit: u64 = 1 << 63
const infinityKey: u64 = 0x7ff0000000000000

/** One histogram a pass, of counts and then of addresses. */
const histograms: usize = memory.data(3 * 2048 * 4)

/**
 * Makes an empirical distribution of the `rows` doubles at `a`, NaN standing for null. The distinct finite values,
 * ascending, end up at `a`, and how many are at or below each, as doubles, at `b`, which has room for as many.
 */
export function toEcdf(a: usize, b: usize, rows: i32): void {
  const n = keysOf(a, rows)
  let sorted = a
  if (n < radixFrom) {
    sortRun(a, b, n)
  } else {
    countDigits(a, n)
    for (let pass: u32 = 0; pass < passes; pass++) {
      const other = sorted === a ? b : a
      if (!toOffsets(pass, n, other)) continue
      scatter(sorted, n, pass)
      sorted = other
    }
    sortRuns(sorted, sorted === a ? b : a, n)
  }
  countRuns(sorted, a, b, n)
  finite = n
}

/**
 * Replaces the finite values by keys, at the front: IEEE 754 doubles order like unsigned integers once negatives are
 * complemented and the sign bit is flipped. Adding zero turns -0 into 0, so that one value is one entry.
 */
function keysOf(at: usize, rows: i32): i32 {
  let to = at
  let infinities: i32 = 0
  const end = at + ((<usize>rows) << 3)
  for (let from = at; from < end; from += 8) {
    const bits = reinterpret<u64>(load<f64>(from) + 0)
    const size = bits & ~signBit
    if (size < infinityKey) {
      store<u64>(to, bits ^ (<u64>(<i64>bits >> 63) | signBit))
      to += 8
    } else if (size === infinityKey) infinities++
  }
  infinite = infinities
  return <i32>((to - at) >> 3)
}

function toDouble(key: u64): f64 {
  return reinterpret<f64>(key ^ (<u64>(<i64>~key >> 63) | signBit))
}

function bump(slot: usize): void {
  store<u32>(slot, load<u32>(slot) + 1)
}

/** All histograms in one pass: the multiset of digits does not depend on the order. */
function countDigits(at: usize, n: i32): void {
  memory.fill(histograms, 0, passes * buckets * 4)
  const end = at + ((<usize>n) << 3)
  for (let from = at; from < end; from += 8) {
    const upper = load<u32>(from, 4)
    bump(histograms + ((upper & mask) << 2))
    bump(histograms + buckets * 4 + (((upper >>> digitBits) & mask) << 2))
    bump(histograms + 2 * buckets * 4 + ((upper >>> (2 * digitBits)) << 2))
  }
}

/** Turns a histogram into addresses; false when one bucket holds everything and the pass would change nothing. */
function toOffsets(pass: u32, n: i32, to: usize): bool {
  const from = histograms + pass * buckets * 4
  let start = to
  for (let slot = from; slot < from + buckets * 4; slot += 4) {
    const count = load<u32>(slot)
    if (count === <u32>n) return false
    store<u32>(slot, <u32>start)
    start += (<usize>count) << 3
  }
  return true
}

/** One stable pass. */
function scatter(from: usize, n: i32, pass: u32): void {
  const offsets = histograms + pass * buckets * 4
  const shift = <u64>(32 + pass * digitBits)
  const end = from + ((<usize>n) << 3)
  for (; from < end; from += 8) {
    const key = load<u64>(from)
    const slot = offsets + ((<u32>(key >> shift) & mask) << 2)
    const target = load<u32>(slot)
    store<u32>(slot, target + 8)
    store<u64>(target, key)
  }
}

/** Sorts every run of keys that share their upper half; all else is in order. */
function sortRuns(at: usize, spare: usize, n: i32): void {
  const end = at + ((<usize>n) << 3)
  for (let start = at; start < end; ) {
    let before = load<u64>(start)
    const upper = before >> 32
    let next = start + 8
    let inOrder = true
    while (next < end) {
      const key = load<u64>(next)
      if (key >> 32 !== upper) break
      if (key < before) inOrder = false
      before = key
      next += 8
    }
    if (!inOrder) sortRun(start, spare, <i32>((next - start) >> 3))
    start = next
  }
}

/** Sorts keys by insertion, many by merging parts that were sorted so. */
function sortRun(at: usize, spare: usize, n: i32): void {
  for (let part: i32 = 0; part < n; part += insertionUpTo) {
    insertionSort(at + ((<usize>part) << 3), min(insertionUpTo, n - part))
  }
  let from = at
  let to = spare
  for (let width = insertionUpTo; width < n; width <<= 1) {
    for (let part: i32 = 0; part < n; part += 2 * width) {
      const middle = min(part + width, n)
      merge(from, to, part, middle, min(middle + width, n))
    }
    const swap = from
    from = to
    to = swap
  }
  if (from !== at) memory.copy(at, from, (<usize>n) << 3)
}

function insertionSort(at: usize, n: i32): void {
  const end = at + ((<usize>n) << 3)
  for (let next = at + 8; next < end; next += 8) {
    const key = load<u64>(next)
    let hole = next
    while (hole > at && load<u64>(hole - 8) > key) {
      store<u64>(hole, load<u64>(hole - 8))
      hole -= 8
    }
    store<u64>(hole, key)
  }
}

function merge(from: usize, to: usize, start: i32, middle: i32, end: i32): void {
  let left = from + ((<usize>start) << 3)
  let right = from + ((<usize>middle) << 3)
  const leftEnd = right
  const rightEnd = from + ((<usize>end) << 3)
  for (let out = to + ((<usize>start) << 3); out < to + ((<usize>end) << 3); out += 8) {
    if (right === rightEnd || (left < leftEnd && load<u64>(left) <= load<u64>(right))) {
      store<u64>(out, load<u64>(left))
      left += 8
    } else {
      store<u64>(out, load<u64>(right))
      right += 8
    }
  }
}

/**
 * Keeps one of each run of equal keys, as a double, at `values`, and their cumulative counts at `cumulative`. Either may
 * be where the keys are: no more is written than has been read.
 */
function countRuns(from: usize, values: usize, cumulative: usize, n: i32): void {
  const start = from
  const first = values
  const end = from + ((<usize>n) << 3)
  while (from < end) {
    const key = load<u64>(from)
    from += 8
    while (from < end && load<u64>(from) === key) from += 8
    store<f64>(values, toDouble(key))
    store<f64>(cumulative, <f64>((from - start) >> 3))
    values += 8
    cumulative += 8
  }
  distinct = <i32>((values - first) >> 3)
}
