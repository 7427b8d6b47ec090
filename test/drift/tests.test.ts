import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toPair } from '../../src/drift/column-pair.ts'
import type { DriftTest, TestResult } from '../../src/drift/drift-test.ts'
import { ks } from '../../src/drift/ks.ts'
import { psi } from '../../src/drift/psi.ts'
import { driftTests } from '../../src/drift/tests.ts'
import type { ColumnProfile } from '../../src/profile/profile.ts'
import { mergeEcdf } from '../../src/stats/merge-ecdf.ts'
import { ecdfOf } from '../stats/ecdf-of.ts'
import { categorical, numeric } from './windows.ts'

type Window = ColumnProfile

const tied = fc.array(fc.integer({ min: -3, max: 6 }), { minLength: 1, maxLength: 60 })
const anyFinite = fc.array(
  fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(0, -0, 1e300, -1e300, 1e-300, 5e-324, Number.MAX_VALUE, -Number.MAX_VALUE),
    fc.integer({ min: 0, max: 3 }),
  ),
  { minLength: 1, maxLength: 30 },
)
const words = fc.array(fc.constantFrom('a', 'b', 'c', '', 'é', '\u{1F600}', '\uFFFD', '__proto__'), {
  minLength: 1,
  maxLength: 40,
})
const windows = fc.oneof(
  fc.tuple(tied, tied).map(([a, b]): [Window, Window] => [numeric(a), numeric(b)]),
  fc.tuple(anyFinite, anyFinite).map(([a, b]): [Window, Window] => [numeric(a), numeric(b)]),
  fc.tuple(words, words).map(([a, b]): [Window, Window] => [categorical(a), categorical(b)]),
)

/** What a statistic is at least, where that is not 0. */
const lowest: Readonly<Record<string, number>> = {
  // A divergence of shares that sum to more than 1 may fall short of 0 by their epsilon.
  kl: -0.1,
  // Signed: which window lies higher.
  'welch-t': Number.NEGATIVE_INFINITY,
  'z-proportions': Number.NEGATIVE_INFINITY,
  // A² less its mean, over its standard deviation.
  'anderson-darling': Number.NEGATIVE_INFINITY,
}

/** Figures that are p-values too, under the laws of a p-value. */
const furtherPValues = ['tieAwarePValue', 'exactPValue']

/** Tests whose statistic is not 0 for equal windows: A² is less than its mean, and U is half of all pairs. */
const restElsewhere = ['anderson-darling', 'mann-whitney']

function figures(test: DriftTest, a: Window, b: Window): TestResult {
  const result = test.measure(toPair(a, b))
  return 'unavailable' in result ? { statistic: Number.POSITIVE_INFINITY } : (result as TestResult)
}

describe.each(driftTests.map(test => [test.name, test] as const))('%s', (_, test) => {
  const applicable = windows.filter(([a]) => test.kinds.includes(a.kind))

  it('measures figures, never NaN', () => {
    fc.assert(
      fc.property(applicable, ([a, b]) => {
        const measured = test.measure(toPair(a, b))
        // Too few values, or not two categories: what decides is tested beside the test.
        if ('unavailable' in measured) {
          expect(measured.unavailable).toMatch(/\w/)
          return
        }
        const result = measured as TestResult
        for (const figure of Object.values(result)) expect(figure).not.toBeNaN()
        expect('pValue' in result).toBe(test.hasPValue)
        if (test.hasPValue) expect((result.pValue as number) > 0 && (result.pValue as number) <= 1).toBe(true)
        for (const figure of furtherPValues.filter(name => test.figures?.includes(name))) {
          expect((result[figure] as number) > 0 && (result[figure] as number) <= 1, figure).toBe(true)
        }
        expect(result.statistic).toBeGreaterThanOrEqual(lowest[test.name] ?? 0)
      }),
    )
  })

  it('does not see a window drift from itself', () => {
    fc.assert(
      fc.property(applicable, ([a]) => {
        const measured = test.measure(toPair(a, structuredClone(a)))
        if ('unavailable' in measured) return
        const result = measured as TestResult
        if (!restElsewhere.includes(test.name)) expect(result.statistic).toBe(0)
        for (const figure of ['pValue', ...furtherPValues]) expect(result[figure] ?? 1, figure).toBe(1)
      }),
    )
  })

  it('refuses a kind it does not compare', () => {
    const several = Array.from({ length: 12 }, (_, i) => i)
    for (const [kind, window] of [
      ['numeric', numeric(several)],
      ['categorical', categorical(several.map(number => (number > 5 ? 'a' : 'b')))],
    ] as const) {
      expect('unavailable' in test.measure(toPair(window, window))).toBe(!test.kinds.includes(kind))
    }
  })

  it('is described in one sentence, with its formula', () => {
    expect(test.definition).toMatch(/^[A-Z].*\.$/)
    expect(test.definition).not.toMatch(/\n/)
  })
})

describe('symmetry', () => {
  const onCategories = [
    'chi-square',
    'psi',
    'jensen-shannon',
    'hellinger',
    'tvd',
    'l-infinity',
    'cramers-v',
    'g-test',
    'fisher',
  ]
  const onNumbers = ['ks', 'wasserstein', 'anderson-darling', 'cramer-von-mises', 'kuiper', 'energy']

  it.each([...onCategories, ...onNumbers])('%s is the same both ways', name => {
    const test = driftTests.find(candidate => candidate.name === name) as DriftTest
    const kind = onNumbers.includes(name) ? 'numeric' : 'categorical'
    fc.assert(
      fc.property(
        windows.filter(([a]) => a.kind === kind),
        ([a, b]) => {
          const [there, back] = [figures(test, a, b), figures(test, b, a)]
          if (Number.isFinite(there.statistic)) expect(back.statistic).toBeCloseTo(there.statistic, 12)
          for (const figure of ['pValue', ...furtherPValues]) {
            const p = there[figure]
            if (p !== undefined) expect(back[figure], figure).toBeCloseTo(p, 12)
          }
        },
      ),
    )
  })
})

describe('invariance', () => {
  const stretch = (values: number[]) => numeric(values.map(x => 2 * x + 1))

  it('KS only sees the order of values', () => {
    fc.assert(
      fc.property(tied, tied, (a, b) => {
        const { location: _, ...rest } = figures(ks, stretch(a), stretch(b))
        expect(figures(ks, numeric(a), numeric(b))).toMatchObject(rest)
      }),
    )
  })

  it('PSI moves with the unit', () => {
    // Elsewhere the position of a percentile may be a rounding error off a tied value, before or after.
    const positionIsWhole = (values: number[]) => (values.length - 1) % 10 === 0
    fc.assert(
      fc.property(tied.filter(positionIsWhole), tied, (a, b) => {
        expect(figures(psi, stretch(a), stretch(b))).toEqual(figures(psi, numeric(a), numeric(b)))
      }),
    )
  })

  it('no test tells merged profiles from the profile of both windows', () => {
    fc.assert(
      fc.property(tied, tied, tied, (a, b, c) => {
        const merged = { ...numeric([...a, ...b]), ecdf: mergeEcdf(ecdfOf(a), ecdfOf(b)) }
        for (const test of driftTests) {
          expect(figures(test, merged, numeric(c))).toEqual(figures(test, numeric([...a, ...b]), numeric(c)))
        }
      }),
    )
  })
})
