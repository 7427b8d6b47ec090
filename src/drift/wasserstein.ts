import { momentsOf } from '../profile/summary.ts'
import type { DriftTest } from './drift-test.ts'

export const wasserstein: DriftTest = {
  name: 'wasserstein',
  title: 'Wasserstein',
  kinds: ['numeric'],
  hasPValue: false,
  figures: ['normalized'],
  isDefault: true,
  definition:
    "First Wasserstein distance, ∫ |F_R(x) - F_C(x)| dx, in the column's units (Vallender 1974; SciPy's wasserstein_distance); normalized is divided by the reference's population standard deviation, and absent when that is 0; with a profile that is not exact, the least that it can be, and error how much more it may be.",
  measure(pair) {
    if (pair.kind !== 'numeric') return { unavailable: 'wasserstein compares numeric columns' }
    const statistic = pair.distance.area
    if (statistic === Number.POSITIVE_INFINITY)
      return { unavailable: 'the distance exceeds the largest double' }
    const normalized = statistic / momentsOf(pair.reference).sd
    const { error } = pair.distance
    return {
      statistic,
      ...(Number.isFinite(normalized) ? { normalized } : {}),
      ...(error && Number.isFinite(error.area) ? { error: error.area } : {}),
    }
  },
}
