import type { ColumnRequest, OpaqueProfile, ProfileInput, Profiler } from '../profile/profiler.ts'
import { type ColumnMeasure, type MeasurePlan, measureColumn } from './measure-column.ts'
import { type KeptPool, keptPool } from './measure-pool.ts'

/** A column that both windows have, and how each is to be profiled: alike, unless one side holds no values. */
export interface MeasureRequest {
  readonly name: string
  readonly reference: ColumnRequest['as']
  readonly current: ColumnRequest['as']
}

/** From this many values on, threads pay for their start (about 25 ms each). */
const threadsFrom = 2_000_000

/**
 * Measures columns and hands each result to `done`, in no particular order. Profiles live only as long as their
 * column is being measured, so memory is that of a few columns, whatever their number.
 */
export async function measureWindows(
  { reference, current }: { readonly reference: Profiler; readonly current: Profiler },
  requests: readonly MeasureRequest[],
  plan: MeasurePlan,
  done: (name: string, measure: ColumnMeasure) => void,
  kept?: KeptPool,
): Promise<void> {
  const ordered = [...requests].sort((a, b) => rank(a) - rank(b))
  const numbers = ordered.filter(request => rank(request) === 0).length
  const threads = kept ?? keptPool()
  const pool = (reference.rows + current.rows) * numbers >= threadsFrom ? threads.take() : undefined
  const asked = (side: 'reference' | 'current') => ordered.map(({ name, ...as }) => ({ name, as: as[side] }))
  try {
    const running: Promise<void>[] = []
    for await (const [before, after] of pairsOf(
      reference.profile(asked('reference')),
      current.profile(asked('current')),
    )) {
      const job = { reference: before, current: after, plan }
      if (pool === undefined || ('profile' in before && 'profile' in after)) {
        done(before.name, measureColumn(job))
        // Lets the answer to a query be taken and the next one be asked, which the engine runs meanwhile.
        await new Promise(setImmediate)
      } else {
        const { result } = await pool.accept(job)
        const finished = result.then(measure => done(before.name, measure))
        // Awaited below; until then a failure is not unhandled.
        finished.catch(() => undefined)
        running.push(finished)
      }
    }
    await Promise.all(running)
  } finally {
    if (kept === undefined) await threads.close()
  }
}

/** Numbers first: threads sort them while the engine counts categories. */
function rank({ reference, current }: MeasureRequest): number {
  if (reference === 'numeric' && current === 'numeric') return 0
  return reference === 'categorical' && current === 'categorical' ? 1 : 2
}

/** Both windows are fetched at the same time, a column of each at a time. */
async function* pairsOf(
  left: AsyncIterable<ProfileInput>,
  right: AsyncIterable<ProfileInput>,
): AsyncIterable<readonly [ProfileInput, ProfileInput]> {
  const [before, after] = [left[Symbol.asyncIterator](), right[Symbol.asyncIterator]()]
  try {
    for (;;) {
      const [a, b] = await Promise.all([before.next(), after.next()])
      if (a.done || b.done) return
      yield [a.value, b.value]
    }
  } finally {
    await Promise.all([before.return?.(), after.return?.()])
  }
}

/** Nulls and distinct values of columns, without their values. */
export async function opaqueProfiles(
  profiler: Profiler,
  names: readonly string[],
): Promise<ReadonlyMap<string, OpaqueProfile>> {
  const found = new Map<string, OpaqueProfile>()
  for await (const input of profiler.profile(names.map(name => ({ name, as: 'opaque' })))) {
    if ('profile' in input && input.profile.kind === 'opaque') found.set(input.name, input.profile)
  }
  return found
}
