import type { ColumnProfile } from '../src/profile/profile.ts'
import { ascendingUniforms, type Random } from './random.ts'

/** What a window's column is drawn from. */
export interface Source {
  readonly name: string
  readonly kind: ColumnProfile['kind']
  draw(rows: number, random: Random): ColumnProfile
}

/** Numbers by their quantile function, which never falls: of ascending uniforms it makes ascending values. */
export function numbers(name: string, quantile: (share: number) => number): Source {
  return {
    name,
    kind: 'numeric',
    draw(rows, random) {
      const values = ascendingUniforms(rows, random)
      const cumulative = new Float64Array(rows)
      let distinct = 0
      for (let i = 0; i < rows; i++) {
        const value = quantile(values[i] as number)
        if (distinct === 0 || value !== values[distinct - 1]) values[distinct++] = value
        cumulative[distinct - 1] = i + 1
      }
      const ecdf = { values: values.subarray(0, distinct), cumulative: cumulative.subarray(0, distinct) }
      return { kind: 'numeric', rows, nulls: 0, infinite: 0, exact: true, ecdf }
    },
  }
}

/** Categories by their shares, which need not sum to 1. */
export function categories(name: string, shares: readonly number[]): Source {
  const total = shares.reduce((sum, share) => sum + share, 0)
  const names = shares.map((_, i) => `c${String(i).padStart(6, '0')}`)
  return {
    name,
    kind: 'categorical',
    draw(rows, random) {
      const uniforms = ascendingUniforms(rows, random)
      const counts = new Map<string, number>()
      let [from, upTo] = [0, 0]
      for (const [i, share] of shares.entries()) {
        upTo += share / total
        let end = i === shares.length - 1 ? rows : from
        while (end < rows && (uniforms[end] as number) < upTo) end++
        if (end > from) counts.set(names[i] as string, end - from)
        from = end
      }
      return { kind: 'categorical', rows, nulls: 0, exact: true, counts }
    },
  }
}

/** 1/k: the most frequent of 10,000 has a tenth of the rows, and most have next to none. */
export function zipf(count: number): number[] {
  return Array.from({ length: count }, (_, k) => 1 / (k + 1))
}
