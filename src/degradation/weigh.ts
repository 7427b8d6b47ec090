import { type Condition, holds } from '../drift/rule.ts'
import { counted } from '../report/numbers.ts'
import type { Bounds } from '../stats/bounds.ts'

/** What chance leaves of a finding: part of its row in the degradation table. */
export interface Evidence {
  /** `inconclusive`: past the limit by less than chance may give. Absent where nothing is past it, or nobody asked. */
  readonly evidence?: 'confirmed' | 'inconclusive'
  /** Where the figure that was judged may lie instead, on the limit's side, at the confidence asked for. */
  readonly bound?: number
  /** About how many more rows of the current window would confirm it; absent where no number of them would. */
  readonly moreRowsNeeded?: number
}

/** Conditions of a rule with the bounds of their figures, none for a figure that is certain. */
export type Judged = readonly (readonly [condition: Condition, bounds: Bounds | undefined])[]

/**
 * Whether a rule that holds for the figures holds for their bounds too. `judgedAt` is asked of windows of so many times
 * the rows of the current one; the bound of `shown` is the one to show.
 */
export function weigh(judgedAt: (times: number) => Judged, shown: Condition, rows: number): Evidence {
  const isProvenAt = (times: number) =>
    judgedAt(times).every(([condition, bounds]) => bounds === undefined || isProven(condition, bounds))
  const bounds = judgedAt(1).find(([condition]) => condition === shown)?.[1]
  const bound = bounds === undefined ? undefined : nearEnd(shown, bounds)
  // Infinite bounds are none, and JSON could not say them.
  const known = bound !== undefined && Number.isFinite(bound) ? { bound } : {}
  if (isProvenAt(1)) return { evidence: 'confirmed', ...known }
  const more = moreRowsNeeded(rows, isProvenAt)
  return { evidence: 'inconclusive', ...known, ...(more === undefined ? {} : { moreRowsNeeded: more }) }
}

/** The end of an inconclusive finding's message. */
export function inconclusive({ moreRowsNeeded: more }: Evidence): string {
  return more === undefined
    ? ', inconclusive: no more rows of the current window would tell, only a longer reference'
    : `, inconclusive: about ${counted(more, 'more row')} of the current window would tell`
}

function isProven(condition: Condition, bounds: Bounds): boolean {
  return holds(nearEnd(condition, bounds), condition)
}

/** The end of the bounds that has to be past a condition's limit for the condition to be beyond doubt. */
function nearEnd({ operator }: Condition, { low, high }: Bounds): number {
  return operator === '>' || operator === '>=' ? low : high
}

const mostTimes = 2 ** 40

/**
 * How many more rows it takes until something is proven, two significant digits, rounded up; nothing if no longer
 * window will do, since the reference's own error remains.
 */
function moreRowsNeeded(rows: number, isProvenAt: (times: number) => boolean): number | undefined {
  let [low, high] = [1, 2]
  while (!isProvenAt(high)) {
    if (high >= mostTimes) return undefined
    low = high
    high *= 2
  }
  while (high - low > 1e-4 * (high - 1)) {
    const middle = (low + high) / 2
    if (isProvenAt(middle)) high = middle
    else low = middle
  }
  return roundUp(rows * (high - 1))
}

function roundUp(rows: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(rows)) - 1)
  return Math.max(1, Math.ceil(rows / unit) * unit)
}
