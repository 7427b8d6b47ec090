import type { Engine } from '../data/engine.ts'
import type { OpenedWindow, WindowColumn } from '../data/window.ts'
import { embeddedProfiler } from './embedded-profiler.ts'
import { inRuns } from './in-runs.ts'
import { type Parking, parkColumns } from './park-columns.ts'
import type { Profiler } from './profiler.ts'

/** 64 MiB while a part is sorted, and some 50 parts of a column of 100,000,000 rows. */
const partValues = 2 ** 21
/** 16 MiB. */
const mostHeld = 2 ** 20

/** Profiles a window of any length, exactly: numbers are put down in files in parts that fit into memory. */
export function parkingProfiler(
  engine: Engine,
  window: OpenedWindow,
  parking: Partial<Parking> = {},
): Profiler {
  const embedded = embeddedProfiler(engine, window)
  const columns = new Map(window.columns.map(column => [column.name, column]))
  return {
    rows: window.rows,
    profile: requests =>
      inRuns(requests, (run, isNumeric) =>
        isNumeric
          ? parkColumns(
              engine,
              window,
              run.map(({ name }) => columns.get(name) as WindowColumn),
              { partValues, mostHeld, report: () => {}, ...parking },
            )
          : embedded.profile(run),
      ),
  }
}
