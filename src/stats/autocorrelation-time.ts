import { type Room, withRooms } from './kernels.ts'
import { midRanks } from './mid-ranks.ts'

/** How many rows of a series one independent row is worth. */
export interface AutocorrelationTime {
  /** At least 1, which is what independent rows have. */
  readonly tau: number
  /** The standard error that tau would have were rows independent. */
  readonly error: number
}

/** A series shorter than this says nothing of its memory. */
const fewestRows = 50
/** Sokal's constant: the sum ends once the lag is this many times what it has come to. */
const windowFactor = 5
/** Lags beyond an eighth of a series are seen too rarely, and left out. */
const lagShare = 1 / 8

/**
 * The integrated autocorrelation time τ = 1 + 2·Σ ρ(k) of numbers in the order they came, by their ranks, so that heavy
 * tails do not hide it. Only finite values count; equal ones share a rank. Undefined for fewer than 50, for a constant, and
 * for a series that only rises or only falls: that is a sorted file, whose order says nothing.
 *
 * The window is self-consistent: lags are summed up to the first M ≥ 5·τ(M). Each ρ of independent rows varies by 1/√n,
 * and so τ by 2·√(M/n). Source: Madras and Sokal 1988, J. Stat. Phys. 50, appendix C; emcee's `integrated_time` cuts the sum the same way.
 */
export function autocorrelationTime(values: Float64Array): AutocorrelationTime | undefined {
  return withRooms([values.length, values.length], ([series, order]) =>
    series && order ? inRooms(values, series, order) : byHand(values),
  )
}

/** In WebAssembly (kernels/autocorrelation.ts), which a small window need not wait for. */
function inRooms(values: Float64Array, series: Room, order: Room): AutocorrelationTime | undefined {
  const at = series.values.byteOffset
  const { toCentredRanks, laggedProduct } = series.kernels
  series.values.set(values)
  const rows = toCentredRanks(at, order.values.byteOffset, order.cumulative.byteOffset, values.length)
  return selfConsistent(rows, lag => laggedProduct(at, rows, lag))
}

/** The same to the last bit: every product is a whole number. */
function byHand(values: Float64Array): AutocorrelationTime | undefined {
  const finite = values.filter(Number.isFinite)
  if (isMonotonic(finite)) return undefined
  const ranks = midRanks(finite).map(rank => 2 * rank - 1 - finite.length)
  return selfConsistent(ranks.length, lag => {
    let sum = 0
    for (let i = lag; i < ranks.length; i++) sum += (ranks[i] as number) * (ranks[i - lag] as number)
    return sum
  })
}

/**
 * The same of categories, given as codes: the autocovariances of their indicators, added up. What remains of the sum is how
 * often rows of a lag are equal, less how often they would be by chance.
 */
export function categoryAutocorrelationTime(codes: Float64Array): AutocorrelationTime | undefined {
  const rows = codes.length
  const counts = new Map<number, number>()
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1)
  // Rows of the same category as each row, up to it.
  const alike = new Float64Array(rows + 1)
  for (const [i, code] of codes.entries()) alike[i + 1] = (alike[i] as number) + (counts.get(code) as number)
  const all = alike[rows] as number
  const equalPairs = (lag: number) => {
    let pairs = 0
    for (let i = lag; i < rows; i++) if (codes[i] === codes[i - lag]) pairs++
    return pairs
  }
  // As many runs as categories: a file sorted by them.
  if (rows - equalPairs(1) <= counts.size) return undefined
  return selfConsistent(rows, lag => {
    const [left, right] = [alike[rows - lag] as number, all - (alike[lag] as number)]
    return equalPairs(lag) - (left + right) / rows + ((rows - lag) / rows) * (all / rows)
  })
}

function selfConsistent(rows: number, covariance: (lag: number) => number): AutocorrelationTime | undefined {
  if (rows < fewestRows) return undefined
  const variance = covariance(0)
  if (variance <= 0) return undefined
  let [tau, lag] = [1, 0]
  const most = Math.floor(rows * lagShare)
  while (lag < most && lag < windowFactor * tau) {
    lag++
    tau += (2 * covariance(lag)) / variance
  }
  const kept = Math.max(1, tau)
  return { tau: kept, error: 2 * Math.sqrt(lag / rows) }
}

function isMonotonic(values: Float64Array): boolean {
  let [rises, falls] = [false, false]
  for (let i = 1; i < values.length && !(rises && falls); i++) {
    const step = (values[i] as number) - (values[i - 1] as number)
    if (step > 0) rises = true
    else if (step < 0) falls = true
  }
  return !(rises && falls)
}
