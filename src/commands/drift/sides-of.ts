import type { WindowColumn } from '../../data/window.ts'
import type { Side } from '../../drift/compare-windows.ts'
import { countingProfiler } from '../../profile/counting-profiler.ts'
import { embeddedProfiler } from '../../profile/embedded-profiler.ts'
import { parkingProfiler } from '../../profile/parking-profiler.ts'
import { storedProfiler } from '../../profile/stored-profiler.ts'
import type { DriftRun, Windows } from './open-windows.ts'
import { rowsProgress } from './rows-progress.ts'

/** From so many rows on, memory must not depend on how many there are. */
const longFrom = 8_000_000

export interface Sides {
  readonly reference: Side
  readonly current: Side
  /** To be called with each column that has been measured. */
  measured(name: string): void
}

/** Both windows with what profiles them: in memory, or beyond it where they are long. */
export function sidesOf(
  { engine, progress }: Pick<DriftRun, 'engine' | 'progress'>,
  { profiles, ...windows }: Windows,
  columns: readonly WindowColumn[],
): Sides {
  // Windows are compared exactly, buckets in memory with a profile, whose own they are.
  const isCounted = profiles.reference !== undefined || profiles.current !== undefined
  const isLong = (role: 'reference' | 'current') =>
    !isCounted && profiles[role] === undefined && windows[role].rows >= longFrom
  const rows = (['reference', 'current'] as const).reduce(
    (sum, role) => sum + (isLong(role) ? windows[role].rows : 0),
    0,
  )
  const numbers = new Set(columns.filter(({ kind }) => kind === 'numeric').map(({ name }) => name))
  const what = `comparing ${columns.length} columns`
  const shown = rowsProgress(progress, what, { rows, columns: numbers.size })
  const side = (role: 'reference' | 'current'): Side => {
    const [window, profile] = [windows[role], profiles[role]]
    if (profile) return { window, profiler: storedProfiler(profile) }
    if (isLong(role)) return { window, profiler: parkingProfiler(engine, window, { report: shown.read }) }
    return {
      window,
      profiler:
        isCounted && window.rows >= longFrom
          ? countingProfiler(engine, window)
          : embeddedProfiler(engine, window),
    }
  }
  return {
    reference: side('reference'),
    current: side('current'),
    measured(name) {
      if (rows > 0 && numbers.has(name)) shown.measured(rows)
    },
  }
}
