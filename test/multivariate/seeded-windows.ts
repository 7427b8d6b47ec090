import type { Sample } from '../../src/multivariate/sample.ts'
import { randomNumbers } from '../../src/stats/random-numbers.ts'

type Row = Readonly<Record<string, number>>

/** What a row is made of, from five uniform numbers: `window` of fixtures/golden/generate-multivariate.py. */
const rowsOf: Readonly<Record<string, (numbers: readonly number[], changed: boolean) => Row>> = {
  shift: ([a = 0, b = 0, c = 0, d = 0], changed) => ({ a: changed ? a + 0.2 : a, b, c, d }),
  correlation: ([a = 0, b = 0, c = 0, d = 0], changed) => ({
    a,
    b: ((changed ? 1 - a : a) + 0.3 * b) % 1,
    c,
    d,
  }),
  words: ([a = 0, b = 0, c = 0, d = 0, e = 0], changed) => ({
    a: b < (changed ? 0.3 : 0.1) ? Number.NaN : a,
    word: Math.floor((changed ? c * c : c) * 12),
    d,
    e,
  }),
}

export function seededWindow(name: string, rows: number, seed: number, changed: boolean): Sample {
  const next = randomNumbers(seed)
  const made = Array.from({ length: rows }, () => {
    const numbers = Array.from({ length: 5 }, next)
    return rowsOf[name]?.(numbers, changed) ?? {}
  })
  return sampleOf(
    Object.fromEntries(Object.keys(made[0] ?? {}).map(key => [key, made.map(row => row[key] as number)])),
  )
}

/** Numbers are numeric columns; `word` is one of categories. */
export function sampleOf(columns: Readonly<Record<string, readonly number[]>>): Sample {
  const rows = Object.values(columns)[0]?.length ?? 0
  return {
    of: rows,
    rows,
    columns: Object.entries(columns).map(([name, values]) =>
      name === 'word'
        ? { name, kind: 'categorical', values: values.map(String) }
        : { name, kind: 'numeric', values: Float64Array.from(values) },
    ),
  }
}

/** Pairs of normal numbers with this correlation. */
export function normalPairs(rows: number, rho: number, seed: number): Sample {
  const next = randomNumbers(seed)
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
  const a = Array.from({ length: rows }, normal)
  return sampleOf({ a, b: a.map(x => rho * x + Math.sqrt(1 - rho ** 2) * normal()) })
}
