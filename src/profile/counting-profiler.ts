import type { Engine } from '../data/engine.ts'
import type { OpenedWindow, WindowColumn } from '../data/window.ts'
import { countColumns } from './count-columns.ts'
import { embeddedProfiler } from './embedded-profiler.ts'
import type { ColumnRequest, ProfileInput, Profiler } from './profiler.ts'
import { profileOfCounts } from './round-profile.ts'

/** Profiles a window of any length: numbers are counted in buckets as they arrive, and no column is held whole. */
export function countingProfiler(engine: Engine, window: OpenedWindow): Profiler {
  const embedded = embeddedProfiler(engine, window)
  const columns = new Map(window.columns.map(column => [column.name, column]))
  return {
    rows: window.rows,
    async *profile(requests: readonly ColumnRequest[]): AsyncIterable<ProfileInput> {
      for (const run of runsOf(requests)) {
        if (run[0]?.as !== 'numeric') {
          yield* embedded.profile(run)
          continue
        }
        const asked = run.map(({ name }) => columns.get(name) as WindowColumn)
        for await (const { name, counts } of countColumns(engine, window, asked)) {
          yield { name, profile: profileOfCounts(counts) }
        }
      }
    },
  }
}

/** The requests in their order, cut where numbers begin or end. */
function runsOf(requests: readonly ColumnRequest[]): readonly (readonly ColumnRequest[])[] {
  const runs: ColumnRequest[][] = []
  for (const request of requests) {
    const run = runs.at(-1)
    if (run && (run[0]?.as === 'numeric') === (request.as === 'numeric')) run.push(request)
    else runs.push([request])
  }
  return runs
}
