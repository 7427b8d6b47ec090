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
    const { values, gaps } = pair.gaps
    // Only a range beyond the largest double is scaled, as tiny values would lose their digits.
    const range = (values.at(-1) as number) - (values[0] as number)
    const scale = range === Number.POSITIVE_INFINITY ? 0.25 : 1
    let integral = 0
    for (let i = 0; i + 1 < values.length; i++) {
      integral +=
        (gaps[i] as number) ** 2 * ((values[i + 1] as number) * scale - (values[i] as number) * scale)
    }
    return { statistic: Math.sqrt(integral) * Math.sqrt(2 / scale) }
  },
}
