import type { Engine } from '../data/engine.ts'
import type { OpenedWindow, WindowColumn } from '../data/window.ts'
import { countColumns } from './count-columns.ts'
import { embeddedProfiler } from './embedded-profiler.ts'
import { inRuns } from './in-runs.ts'
import type { ColumnRequest, ProfileInput, Profiler } from './profiler.ts'
import { profileOfCounts } from './round-profile.ts'

/** Profiles a window of any length: numbers are counted in buckets as they arrive, and no column is held whole. */
export function countingProfiler(engine: Engine, window: OpenedWindow): Profiler {
  const embedded = embeddedProfiler(engine, window)
  const columns = new Map(window.columns.map(column => [column.name, column]))
  return {
    rows: window.rows,
    profile: requests =>
      inRuns(requests, (run, isNumeric) => (isNumeric ? counted(run) : embedded.profile(run))),
  }

  async function* counted(run: readonly ColumnRequest[]): AsyncIterable<ProfileInput> {
    const asked = run.map(({ name }) => columns.get(name) as WindowColumn)
    for await (const { name, counts } of countColumns(engine, window, asked)) {
      yield { name, profile: profileOfCounts(counts) }
    }
  }
}
