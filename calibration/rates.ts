import { toPair } from '../src/drift/column-pair.ts'
import { columns } from './columns.ts'
import { boundary, type Drift, drifts, rareBoundary } from './drifts.ts'
import { applies, count, type Judged, judgedFigures, measured, type Tally } from './judged.ts'
import type { PlannedSize } from './plan.ts'
import { randomStream } from './random.ts'
import type { Source } from './source.ts'

/** How often every figure alarmed for one kind of column at one size of windows. */
export interface Rates {
  readonly name: string
  readonly kind: Source['kind']
  readonly size: PlannedSize
  readonly pairs: number
  /** Were both distributions known; 0 without drift. */
  readonly psi: number
  readonly tallies: ReadonlyMap<Judged, Tally>
}

const minEffect = 0.1

/** Both windows drawn from one source: every alarm is false. */
export function withoutDrift(size: PlannedSize, seed: number, of = columns): Rates[] {
  return of.map(source =>
    ratesOf({ name: source.name, reference: source, current: source, psi: 0 }, size, size.pairs, seed),
  )
}

/** Drift of exactly the tolerated effect: every alarm of the calibrated test is false, and no more should be than alpha. */
export function atTheBoundary(size: PlannedSize, seed: number): Rates[] {
  return [...boundary(minEffect), ...rareBoundary(minEffect)].map(drift =>
    ratesOf(drift, size, size.drifted, seed),
  )
}

export function withDrift(size: PlannedSize, seed: number): Rates[] {
  return drifts.map(drift => ratesOf(drift, size, size.drifted, seed))
}

function ratesOf(drift: Drift, size: PlannedSize, pairs: number, seed: number): Rates {
  const { name, reference, current, psi } = drift
  const random = randomStream(`${seed} ${name} ${size.reference} ${size.current}`)
  const judged = judgedFigures.filter(each => applies(each, reference.kind))
  const names = new Set(judged.map(({ test }) => test))
  const tallies = new Map(judged.map(each => [each, { computed: 0, alarms: each.limits.map(() => 0) }]))
  for (let i = 0; i < pairs; i++) {
    const pair = toPair(reference.draw(size.reference, random), current.draw(size.current, random))
    const results = measured(pair, names)
    for (const [each, tally] of tallies) count(tally, each, results.get(each.test)?.[each.figure])
  }
  return { name, kind: reference.kind, size, pairs, psi, tallies }
}
