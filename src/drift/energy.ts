import { extremesOf } from '../stats/value-at.ts'
import type { DriftTest } from './drift-test.ts'

export const energy: DriftTest = {
  name: 'energy',
  title: 'Energy',
  kinds: ['numeric'],
  hasPValue: false,
  isDefault: false,
  definition:
    "Energy distance, sqrt(2 ∫ (F_R(x) - F_C(x))² dx), in the square root of the column's units (Székely & Rizzo 2013; SciPy's energy_distance).",
  measure(pair) {
    if (pair.kind !== 'numeric') return { unavailable: 'energy compares numeric columns' }
    const ends = [extremesOf(pair.reference.ecdf), extremesOf(pair.current.ecdf)] as const
    // Only a range beyond the largest double is scaled, as tiny values would lose their digits.
    const range = Math.max(ends[0][1], ends[1][1]) - Math.min(ends[0][0], ends[1][0])
    const scale = range === Number.POSITIVE_INFINITY ? 0.25 : 1
    let [integral, before, gap] = [0, 0, 0]
    for (const { values, gaps } of pair.steps) {
      for (let i = 0; i < values.length; i++) {
        const value = (values[i] as number) * scale
        // The first value has none before it.
        if (gap !== 0) integral += gap ** 2 * (value - before)
        gap = gaps[i] as number
        before = value
      }
    }
    return { statistic: Math.sqrt(integral) * Math.sqrt(2 / scale) }
  },
}
