import { formatCount } from '../../report/numbers.ts'
import type { Progress } from './progress-on.ts'

/** How often the line changes. */
const every = 200
/** The time left is not told before so long, and so much of the work: it would be a guess. */
const [warmUp, leastShare] = [2000, 0.02]

export interface RowsProgress {
  /** Further rows have been read, of so many columns. */
  read(rows: number, columns: number): void
  /** A column of so many rows has been read and is now measured too. */
  measured(rows: number): void
}

/**
 * Says how far long windows are: rows of which half the work is done by reading them and half by measuring, and the time
 * left at the speed so far, `now` in milliseconds.
 */
export function rowsProgress(
  progress: Progress,
  what: string,
  { rows, columns }: { readonly rows: number; readonly columns: number },
  now: () => number = () => performance.now(),
): RowsProgress {
  const [started, total] = [now(), 2 * rows * columns]
  let [done, said] = [0, started]
  const add = (values: number) => {
    done = Math.min(total, done + values)
    const time = now()
    if (time - said < every) return
    said = time
    const share = done / total
    const isKnown = time - started >= warmUp && share >= leastShare && share < 1
    const left = isKnown ? `, ${timeLeft(((time - started) * (1 - share)) / share)} left` : ''
    progress.say(`${what}: ${formatCount(Math.floor(rows * share))} of ${formatCount(rows)} rows${left}`)
  }
  return { read: (some, of) => add(some * of), measured: add }
}

/** No more exact than an estimate is: 8 s, 40 s, 5 min, 3 h. */
function timeLeft(milliseconds: number): string {
  const seconds = milliseconds / 1000
  if (seconds < 10) return `about ${Math.max(1, Math.ceil(seconds))} s`
  if (seconds < 55) return `about ${Math.ceil(seconds / 5) * 5} s`
  const minutes = Math.round(seconds / 60)
  return minutes < 90 ? `about ${minutes} min` : `about ${Math.round(minutes / 60)} h`
}
