import { type Bounds, known, unbounded } from './bounds.ts'
import { normalQuantile } from './normal-law.ts'
import { studentTQuantile } from './student-t-quantile.ts'

/** A scale on which an estimate is nearly normal, with the way back and the slope at a value. */
interface Scale {
  readonly to: (value: number) => number
  readonly from: (value: number) => number
  readonly slope: (value: number) => number
}

const scales = {
  /** For what lies between 0 and 1. */
  logit: {
    to: value => Math.log(value / (1 - value)),
    from: value => 1 / (1 + Math.exp(-value)),
    slope: value => 1 / (value * (1 - value)),
  },
  /** For what is above 0. */
  log: { to: Math.log, from: Math.exp, slope: value => 1 / value },
} satisfies Record<string, Scale>

/**
 * Bounds of an estimate with a standard error by the delta method, inside its range: normal on the scale, or where the
 * error is that of few rows, Student's with its degrees of freedom.
 */
export function transformedBounds(
  scale: keyof typeof scales,
  value: number,
  error: number,
  confidence: number,
  dof = Infinity,
): Bounds {
  if (error === 0) return { low: value, high: value }
  const { to, from, slope }: Scale = scales[scale]
  if (dof < 1) return unbounded
  const quantile = dof < Infinity ? studentTQuantile(confidence, dof) : normalQuantile(confidence)
  const reach = quantile * error * slope(value)
  return known({ low: from(to(value) - reach), high: from(to(value) + reach) })
}
