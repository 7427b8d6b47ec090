import type { Engine } from './engine.ts'
import type { OpenedWindow, WindowColumn } from './window.ts'

export type Period = 'day' | 'week'

/** One day or week of a window's rows. */
export interface TimePart {
  /** The first day, UTC: `2026-03-02`. */
  readonly label: string
  readonly window: OpenedWindow
  /** All other rows of the window, those without a time among them. */
  readonly rest: OpenedWindow
}

export interface TimeParts {
  /** In order of time. */
  readonly parts: readonly TimePart[]
  /** A first or last one that is not whole. */
  readonly cut: readonly string[]
}

const dayUs = 86_400_000_000

/**
 * Cuts a window into the days or weeks (from Monday) of a column of times, in UTC. A first or last week with fewer days
 * than the median week, or day with fewer than half of the median day's rows, was not seen from end to end: it is no part.
 */
export async function timeParts(
  engine: Engine,
  window: OpenedWindow,
  column: WindowColumn,
  period: Period,
): Promise<TimeParts> {
  const day = `floor((${column.sql}) / ${dayUs})`
  // The first of January 1970 was a Thursday.
  const part = period === 'day' ? day : `floor((${day} + 3) / 7)`
  const rows = await engine.rows(
    `SELECT ${part} AS part, count(*)::DOUBLE AS n, count(DISTINCT ${day})::DOUBLE AS days FROM ${window.relation} WHERE ${part} IS NOT NULL GROUP BY part ORDER BY part`,
  )
  const found = rows.map(row => ({ part: Number(row.part), rows: Number(row.n), days: Number(row.days) }))
  const whole = withoutCutEnds(found, period)
  const labelOf = (one: number) => dayText(period === 'day' ? one : one * 7 - 3)
  const among = (condition: string, count: number): OpenedWindow => ({
    ...window,
    relation: `(SELECT * FROM ${window.relation} WHERE ${condition})`,
    rows: count,
  })
  return {
    parts: whole.map(one => ({
      label: labelOf(one.part),
      window: among(`${part} = ${one.part}`, one.rows),
      rest: among(`${part} IS DISTINCT FROM ${one.part}`, window.rows - one.rows),
    })),
    cut: found.filter(one => !whole.includes(one)).map(one => labelOf(one.part)),
  }
}

interface Found {
  readonly part: number
  readonly rows: number
  readonly days: number
}

function withoutCutEnds(found: readonly Found[], period: Period): readonly Found[] {
  if (found.length < 3) return found
  const sizeOf = (one: Found) => (period === 'day' ? 2 * one.rows : one.days)
  const limit = median(found.map(one => (period === 'day' ? one.rows : one.days)))
  return found.filter((one, i) => (i > 0 && i < found.length - 1) || sizeOf(one) >= limit)
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number
}

function dayText(day: number): string {
  const date = new Date(day * 86_400_000)
  return Number.isNaN(date.getTime()) ? `day ${day} of 1970` : date.toISOString().slice(0, 10)
}
