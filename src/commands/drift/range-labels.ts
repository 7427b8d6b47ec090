import type { NumberRange, RowSet } from '../../data/row-set.ts'
import { timeText } from '../../report/time-text.ts'

/** Microseconds in a day, an hour, a minute, a second. */
const steps = [86_400e6, 3_600e6, 60e6, 1e6]

/**
 * Ranges of points in time as ISO 8601, the edges as short as they can be and differ: to the day, the hour, the minute
 * or the second. Undefined for what is no range.
 */
export function rangeLabels(sets: readonly RowSet[], type: string): readonly (string | undefined)[] {
  const ranges = sets.map(rows => (rows.type === 'range' ? rows : undefined))
  const edges = new Set(ranges.flatMap(range => (range && !isPoint(range) ? edgesOf(range) : [])))
  const step = steps.find(one => new Set([...edges].map(at => Math.floor(at / one))).size === edges.size) ?? 1
  const text = (at: number) => timeText(Math.floor(at / step) * step, type)
  return ranges.map(range => range && label(range, text, type))
}

function label(range: NumberRange, text: (at: number) => string, type: string): string {
  const { from, to } = range
  if (isPoint(range)) return `= ${timeText(from?.at ?? 0, type)}`
  if (from === undefined) return to === undefined ? '(other values)' : `< ${text(to.at)}`
  return to === undefined ? `>= ${text(from.at)}` : `${text(from.at)} to ${text(to.at)}`
}

function edgesOf({ from, to }: NumberRange): number[] {
  return [from, to].flatMap(cut => (cut === undefined ? [] : [cut.at]))
}

function isPoint({ from, to }: NumberRange): boolean {
  return from !== undefined && from.at === to?.at
}
