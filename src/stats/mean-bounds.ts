import { type Bounds, known, unbounded } from './bounds.ts'
import { studentTQuantile } from './student-t-quantile.ts'

/** What the bounds of a mean need of the values behind it. */
export interface SampleMoments {
  readonly count: number
  readonly mean: number
  /** Sample standard deviation, divisor count - 1. */
  readonly sd: number
  /** Third standardized moment, of the population formula. */
  readonly skewness: number
}

/** Moments of values, each as often as `counts` says, or once. By two passes; skewness 0 where all are equal. */
export function sampleMoments(values: Float64Array, counts?: Float64Array): SampleMoments {
  const times = (i: number) => (counts ? (counts[i] as number) : 1)
  let [count, sum] = [0, 0]
  for (let i = 0; i < values.length; i++) {
    count += times(i)
    sum += times(i) * (values[i] as number)
  }
  const mean = sum / count
  let [squares, cubes] = [0, 0]
  for (let i = 0; i < values.length; i++) {
    const deviation = (values[i] as number) - mean
    squares += times(i) * deviation * deviation
    cubes += times(i) * deviation * deviation * deviation
  }
  const sd = Math.sqrt(squares / Math.max(1, count - 1))
  return { count, mean, sd, skewness: squares > 0 ? cubes / count / (squares / count) ** 1.5 : 0 }
}

/**
 * Bounds of the mean behind a sample, of a window `times` as long: on either side the wider of Student's bound and
 * Hall's, which corrects for skewness by a transformation. Student's alone is too narrow on the side of the long tail:
 * against 200 rows, 30 rows of squared normal errors raise a false alarm in 10% of cases at a nominal 5%, with Hall's
 * in 6%. Unbounded below two values.
 *
 * Source: P. Hall, "On the removal of skewness by transformation", J. R. Statist. Soc. B 54 (1992) 221-228.
 */
export function meanBounds(sample: SampleMoments, confidence: number, times: number): Bounds {
  const { mean, sd } = sample
  const rows = sample.count * times
  if (!(rows >= 2)) return unbounded
  const t = studentTQuantile(confidence, rows - 1)
  const error = sd / Math.sqrt(rows)
  const [below, above] = [t, -t].map(x => straightened(x, sample.skewness, rows)) as [number, number]
  return known({ low: mean - error * Math.max(t, below), high: mean + error * Math.max(t, -above) })
}

/** The inverse of Hall's cubic, which turns a t statistic of skewed values into a nearly symmetric one. */
function straightened(x: number, skewness: number, rows: number): number {
  const root = Math.sqrt(rows)
  const bend = skewness / root
  if (Math.abs(bend) < 1e-9) return x
  return (3 / bend) * (Math.cbrt(1 + bend * (x - bend / 6)) - 1)
}
