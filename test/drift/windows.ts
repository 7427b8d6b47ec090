import type { CategoricalProfile, NumericProfile } from '../../src/profile/profile.ts'
import { ecdfOf } from '../stats/ecdf-of.ts'

export function numeric(values: readonly number[]): NumericProfile {
  return { kind: 'numeric', rows: values.length, nulls: 0, infinite: 0, exact: true, ecdf: ecdfOf(values) }
}

export function categorical(values: readonly string[]): CategoricalProfile {
  const counts = new Map<string, number>()
  for (const value of [...values].sort()) counts.set(value, (counts.get(value) ?? 0) + 1)
  return { kind: 'categorical', rows: values.length, nulls: 0, exact: true, counts }
}
