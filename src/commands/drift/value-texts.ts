import type { ColumnKind } from '../../data/window.ts'
import { formatCount, formatNumber } from '../../report/numbers.ts'
import { timeText } from '../../report/time-text.ts'
import type { ExplainedResult } from './explain-result.ts'

/** A column's values and differences of them, for people. */
export interface ValueTexts {
  value(value: number): string
  difference(difference: number): string
}

export function textsOf({ kind, type, explanation: { quantiles } }: ExplainedResult): ValueTexts {
  const values = quantiles.flatMap(({ reference, current }) => [reference, current])
  return valueTexts(kind, type, Math.max(...values) - Math.min(...values))
}

/**
 * Points in time as ISO 8601, to the minute where they span a day and to the second where they span an hour;
 * differences in the largest fitting unit.
 */
function valueTexts(kind: ColumnKind, type: string, span: number): ValueTexts {
  if (kind !== 'datetime') {
    return { value: formatNumber, difference: by => signed(by, formatNumber(Math.abs(by))) }
  }
  const step = span >= 86_400e6 ? 60e6 : span >= 3_600e6 ? 1e6 : 1
  return {
    value: at => timeText(Math.round(at / step) * step, type).replace(/(T\d\d:\d\d):00Z$/, '$1Z'),
    difference: by => signed(by, durationText(Math.abs(by))),
  }
}

function signed(difference: number, text: string): string {
  if (difference === 0) return text
  return difference > 0 ? `+${text}` : `-${text}`
}

const units = [
  ['d', 86_400e6],
  ['h', 3_600e6],
  ['min', 60e6],
  ['s', 1e6],
  ['ms', 1e3],
] as const

/** Microseconds as `92.1 d`, `3.5 h`, `12 s`. */
function durationText(microseconds: number): string {
  const [unit, size] = units.find(([, one]) => microseconds >= one) ?? ['µs', 1]
  const amount = microseconds / size
  return `${amount >= 1000 ? formatCount(amount) : Number(amount.toPrecision(3))} ${unit}`
}
