import type { Arm } from '../../ab/arm.ts'
import type { Demand } from '../../ab/decide.ts'
import type { Judgement } from '../../ab/judge.ts'
import type { LatencyComparison } from '../../ab/latency.ts'
import type { OpenedWindow } from '../../data/window.ts'
import type { Measure } from './ab-options.ts'

/** What was compared. */
export interface Metric {
  /** A column's name, a measure's, or `share` or `mean` of counts. */
  readonly name: string
  readonly kind: 'proportion' | 'mean' | Exclude<Measure, 'accuracy'>
  readonly better: 'higher' | 'lower'
}

/** One side of a test. */
export interface Side {
  /** What the user typed; nothing for counts. */
  readonly source?: string
  /** The rows of the window, of which those of the arm have an outcome. */
  readonly rows: number
  readonly arm: Arm
  readonly window?: OpenedWindow
}

export interface AbResult extends Judgement {
  readonly metric: Metric
  readonly a: Side
  readonly b: Side
  /** SHA-256 of either window's bytes, where they were wanted. */
  readonly digests?: readonly [a: string | undefined, b: string | undefined] | undefined
  readonly demand: Demand
  readonly preset?: string | undefined
  readonly latency?:
    | (LatencyComparison & { readonly column: string; readonly maxIncrease?: number | undefined })
    | undefined
  /** The status the process ends with. */
  readonly exit: number
  /** A command line that gives the same answer. */
  readonly reproduce: string
  /** The run that the result is recorded in. */
  readonly recordedIn?: string
  readonly warnings: readonly string[]
}
