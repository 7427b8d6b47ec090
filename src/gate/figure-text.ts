import type { Subject } from './rule.ts'

type Unit = readonly [name: string, size: number]

const times: readonly Unit[] = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
  ['s', 1],
]
const sizes: readonly Unit[] = [
  ['TB', 1e12],
  ['GB', 1e9],
  ['MB', 1e6],
  ['kB', 1e3],
  ['B', 1],
]

/** A figure and what it is compared with, for a sentence: `3.5 h`, `7 d`; to the last digit where they are near each other. */
export function figureTexts(subject: Subject, value: number, limit: number): readonly [string, string] {
  const units = unitsOf(subject)
  if (units === undefined) return [String(value), String(limit)]
  const isNear = value !== limit && Math.abs(value - limit) < Math.abs(limit) / 100
  if (!isNear) return [inUnits(value, units), inUnits(limit, units)]
  const last = units.at(-1)?.[0]
  return [`${value} ${last}`, `${limit} ${last}`]
}

function unitsOf({ kind, key }: Subject): readonly Unit[] | undefined {
  if (kind === 'drift' && key === 'age') return times
  return kind === 'model' && key === 'bytes' ? sizes : undefined
}

function inUnits(x: number, units: readonly Unit[]): string {
  const [name, size] = units.find(one => x >= one[1]) ?? (units.at(-1) as Unit)
  return `${Number((x / size).toFixed(2))} ${name}`
}
