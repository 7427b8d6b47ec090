import type { ColumnPair, DriftTest, TestResult } from '../src/drift/drift-test.ts'
import { driftTests } from '../src/drift/tests.ts'

/** A figure of a test, and the limits past which it alarms. */
export interface Judged {
  readonly test: string
  readonly figure: string
  /** Below these for a p-value, above them for a distance. */
  readonly limits: readonly number[]
  readonly isPValue: boolean
}

const levels = [0.05, 0.01]
/** The limit that is usual for a PSI, and is often taken for other distances too. */
const usual = 0.1

/** Every p-value of every test, and every distance; in the tests' order. */
export const judgedFigures: readonly Judged[] = driftTests.flatMap(figuresOf)

function figuresOf({ name, hasPValue, figures = [] }: DriftTest): readonly Judged[] {
  const pValues = [...(hasPValue ? ['pValue'] : []), ...figures.filter(figure => isPValue(figure))]
  if (pValues.length > 0) {
    return pValues.map(figure => ({ test: name, figure, limits: levels, isPValue: true }))
  }
  const figure = figures.includes('normalized') ? 'normalized' : 'statistic'
  return [{ test: name, figure, limits: [usual], isPValue: false }]
}

function isPValue(figure: string): boolean {
  return /pvalue$/i.test(figure) || figure === 'unchanged'
}

export function applies({ test }: Judged, kind: ColumnPair['kind']): boolean {
  return driftTests.some(({ name, kinds }) => name === test && kinds.includes(kind))
}

export function judgedName({ test, figure }: Judged): string {
  return figure === 'pValue' || figure === 'statistic' ? test : `${test}.${figure}`
}

/** What the tests named say of a pair of windows; absent where they say nothing. */
export function measured(pair: ColumnPair, names: ReadonlySet<string>): ReadonlyMap<string, TestResult> {
  const results = new Map<string, TestResult>()
  for (const test of driftTests) {
    if (!names.has(test.name) || !test.kinds.includes(pair.kind)) continue
    const result = test.measure(pair)
    if (!('unavailable' in result)) results.set(test.name, result as TestResult)
  }
  return results
}

/** How often each limit was passed, of how often the figure could be computed. */
export interface Tally {
  computed: number
  readonly alarms: number[]
}

export function count(tally: Tally, { limits, isPValue }: Judged, value: number | undefined): void {
  if (value === undefined) return
  tally.computed++
  for (const [i, limit] of limits.entries()) {
    if (isPValue ? value < limit : value > limit) tally.alarms[i] = (tally.alarms[i] ?? 0) + 1
  }
}
