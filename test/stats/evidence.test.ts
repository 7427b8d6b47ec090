import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { averagePrecisionVariance } from '../../src/stats/average-precision-variance.ts'
import { coreMoments } from '../../src/stats/core-moments.ts'
import { correlationSpread } from '../../src/stats/correlation-spread.ts'
import { countBelow, countUpTo, distinctBelow } from '../../src/stats/counts-between.ts'
import { delongVariance } from '../../src/stats/delong-variance.ts'
import type { Ecdf, LongEcdf } from '../../src/stats/ecdf.ts'
import { ecdfCount } from '../../src/stats/ecdf-count.ts'
import { meanBounds, sampleMoments } from '../../src/stats/mean-bounds.ts'
import { normalQuantile } from '../../src/stats/normal-law.ts'
import { countsOf, occurrencesOf, rarefy } from '../../src/stats/rarefaction.ts'
import { rateBounds } from '../../src/stats/rate-bounds.ts'
import { ratioBounds } from '../../src/stats/ratio-bounds.ts'
import { separationBounds } from '../../src/stats/separation-bounds.ts'
import { spreadBounds } from '../../src/stats/spread-bounds.ts'
import { studentTQuantile } from '../../src/stats/student-t-quantile.ts'
import { extremesOf, valueAt } from '../../src/stats/value-at.ts'
import { ecdfOf } from './ecdf-of.ts'
import { expectNear, golden } from './golden.ts'

interface Case {
  readonly what: string
  readonly [field: string]: unknown
}

function cases<Fields>(what: string): (Fields & Case)[] {
  const found = golden<Fields & Case>('evidence').filter(each => each.what === what)
  expect(found.length, what).toBeGreaterThan(0)
  return found
}

/** The same distribution, value by value. */
function inPieces(ecdf: Ecdf): LongEcdf {
  const { values, cumulative } = ecdf
  const [min, max] = extremesOf(ecdf) as [number, number]
  return {
    count: ecdfCount(ecdf),
    distinct: values.length,
    min,
    max,
    valueAt: place => valueAt(ecdf, place),
    countBelow: bound => countBelow(ecdf, bound),
    countUpTo: bound => countUpTo(ecdf, bound),
    distinctBelow: bound => distinctBelow(ecdf, bound),
    piecesIn: values.buffer,
    *pieces() {
      for (let i = 0; i < values.length; i++)
        yield { values: values.subarray(i, i + 1), cumulative: cumulative.subarray(i, i + 1) }
    },
  }
}

/** Near, where 0 has to be met within the tolerance itself. */
function expectClose(actual: number, expected: number, tolerance: number, label: string): void {
  if (expected === 0) expect(Math.abs(actual), label).toBeLessThan(tolerance)
  else expectNear(actual, expected, tolerance, label)
}

describe('quantiles', () => {
  it("the normal law's are SciPy's, down to 1e-300", () => {
    for (const { p, x } of cases<{ p: number; x: number }>('normal'))
      expectNear(normalQuantile(p), x, 1e-14, `p ${p}`)
    expect(normalQuantile(0.5)).toBe(0)
  })

  it("Student's are SciPy's", () => {
    for (const { p, dof, x } of cases<{ p: number; dof: number; x: number }>('student'))
      expectNear(studentTQuantile(p, dof), x, 1e-11, `p ${p}, dof ${dof}`)
    expect(studentTQuantile(0.5, 3)).toBe(0)
  })
})

describe('bounds', () => {
  it("of rates are SciPy's wilsoncc", () => {
    type Rate = { count: number; total: number; confidence: number; low: number; high: number }
    for (const { count, total, confidence, low, high } of cases<Rate>('rate')) {
      const bounds = rateBounds(count, total, confidence)
      expectClose(bounds.low, low, 1e-10, `${count} of ${total}`)
      expectClose(1 - bounds.high, 1 - high, 1e-10, `${count} of ${total}`)
    }
    expect(rateBounds(0, 0, 0.95)).toEqual({ low: 0, high: 1 })
  })

  it('of rates hold the rate, and close in on it with rows and with less confidence', () => {
    const rate = fc.record({
      total: fc.integer({ min: 1, max: 1e6 }),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    fc.assert(
      fc.property(rate, ({ total, share }) => {
        const count = Math.round(total * share)
        const [wide, narrow, long] = [
          rateBounds(count, total, 0.99),
          rateBounds(count, total, 0.9),
          rateBounds(4 * count, 4 * total, 0.99),
        ]
        expect(wide.low).toBeLessThanOrEqual(narrow.low)
        expect(narrow.low).toBeLessThanOrEqual(count / total)
        expect(wide.high).toBeGreaterThanOrEqual(narrow.high)
        expect(narrow.high).toBeGreaterThanOrEqual(count / total - 1e-15)
        expect(long.high - long.low).toBeLessThan(wide.high - wide.low + 1e-12)
      }),
    )
  })

  it('of ratios solve their definition', () => {
    type Ends = readonly [number, number, number]
    const estimate = ([value, low, high]: Ends) => ({ value, low, high })
    for (const { above, below, low, high } of cases<{
      above: Ends
      below: Ends
      low: number
      high: number | null
    }>('ratio')) {
      const bounds = ratioBounds(estimate(above), estimate(below))
      expectNear(bounds.low, low, 1e-10, `${above} / ${below}`)
      if (high === null) expect(bounds.high).toBe(Infinity)
      else expectNear(bounds.high, high, 1e-10, `${above} / ${below}`)
    }
  })

  it("of means are the wider of Student's and Hall's", () => {
    type Mean = { name: string; values: number[]; confidence: number; low: number; high: number }
    for (const { name, values, confidence, low, high } of cases<Mean>('mean')) {
      const bounds = meanBounds(sampleMoments(Float64Array.from(values)), confidence, 1)
      expectNear(bounds.low, low, 1e-9, name)
      expectNear(bounds.high, high, 1e-9, name)
    }
  })

  it('of means know counts, and nothing below two values', () => {
    const [values, counts] = [Float64Array.of(1, 2, 7), Float64Array.of(3, 1, 2)]
    expect(sampleMoments(values, counts)).toEqual(sampleMoments(Float64Array.of(1, 1, 1, 2, 7, 7)))
    expect(meanBounds(sampleMoments(Float64Array.of(5)), 0.95, 1)).toEqual({ low: -Infinity, high: Infinity })
    expect(meanBounds(sampleMoments(Float64Array.of(5, 5, 5)), 0.95, 1)).toEqual({ low: 5, high: 5 })
  })

  it('of an area from its size alone solve their definition', () => {
    type Area = {
      area: number
      positives: number
      negatives: number
      confidence: number
      low: number
      high: number
    }
    for (const { area, positives, negatives, confidence, low, high } of cases<Area>('separation')) {
      const bounds = separationBounds(area, positives, negatives, confidence)
      expectClose(bounds.low, low, 1e-9, `${area}`)
      expectClose(bounds.high, high, 1e-9, `${area}`)
    }
  })

  it('of spreads are wider for heavier tails and say nothing of one value', () => {
    const sample = (kurtosis: number, count = 100) => ({ count, sd: 1, kurtosis })
    const normal = spreadBounds(sample(3), sample(3), 0.95)
    expectNear(normal.high, Math.exp(1.6448536269514722 * Math.sqrt((2 * (3 - 0.97)) / 99)), 1e-12)
    expect(spreadBounds(sample(9), sample(3), 0.95).high).toBeGreaterThan(normal.high)
    expect(spreadBounds(sample(3), sample(9), 0.95)).toEqual(spreadBounds(sample(9), sample(3), 0.95))
    expect(spreadBounds(sample(3, 1), sample(3), 0.95).high).toBe(Infinity)
    expect(spreadBounds(sample(3), { ...sample(3), sd: 0 }, 0.95).high).toBe(Infinity)
  })
})

describe('variances', () => {
  type Scores = {
    name: string
    positive: number[]
    negative: number[]
    area: number
    variance: number
    precisionVariance: number
  }

  it("of a ROC area are DeLong's over all pairs, ties included", () => {
    for (const { name, positive, negative, area, variance } of cases<Scores>('scores')) {
      const found = delongVariance(ecdfOf(positive), ecdfOf(negative))
      expectNear(found.area, area, 1e-13, name)
      expectClose(found.variance, variance, 1e-12, name)
    }
  })

  it("of an average precision are the slopes of scikit-learn's by each row's weight", () => {
    for (const { name, positive, negative, precisionVariance } of cases<Scores>('scores'))
      expectClose(averagePrecisionVariance(ecdfOf(positive), ecdfOf(negative)), precisionVariance, 1e-6, name)
  })

  it('of a correlation are its slopes by each row’s weight, and 1 - r² for normal values', () => {
    const [row] = cases<{ target: number[]; prediction: number[]; correlation: number }>('regression')
    const [x, y] = [row?.target, row?.prediction].map(values => Float64Array.from(values ?? []))
    expectNear(correlationSpread(x as Float64Array, y as Float64Array), row?.correlation ?? 0, 1e-6)
    expect(correlationSpread(Float64Array.of(1, 1), Float64Array.of(1, 2))).toBe(0)
    expectNear(
      correlationSpread(
        Float64Array.of(1, 1, 0, 0),
        Float64Array.of(1, 0, 1, 0),
        Float64Array.of(1, 1, 1, 1),
      ),
      1,
      1e-12,
    )
  })
})

describe('rarefy', () => {
  it('adds up hypergeometric probabilities', () => {
    for (const { counts, drawn, distinct, once } of cases<{
      counts: number[]
      drawn: number
      distinct: number
      once: number
    }>('rarefied')) {
      const found = rarefy(occurrencesOf(counts), drawn)
      expectClose(found.distinct, distinct, 1e-10, `${drawn} of ${counts}`)
      expectClose(found.once, once, 1e-9, `${drawn} of ${counts}`)
    }
  })

  it('holds more values in more rows, and all of them in all rows', () => {
    const counts = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(counts, fc.integer({ min: 0, max: 600 }), (list, drawn) => {
        const occurrences = occurrencesOf(list)
        const [fewer, more] = [rarefy(occurrences, drawn), rarefy(occurrences, drawn + 1)]
        expect(more.distinct).toBeGreaterThanOrEqual(fewer.distinct - 1e-9)
        expect(rarefy(occurrences, 600).distinct).toBeCloseTo(list.length, 9)
        expect(fewer.once).toBeLessThanOrEqual(fewer.distinct + 1e-9)
      }),
    )
  })
})

describe('coreMoments', () => {
  it("are NumPy's and SciPy's of the values nearest to the median", () => {
    type Core = { name: string; values: number[]; kept: number; sd: number; kurtosis: number }
    for (const { name, values, kept, sd, kurtosis } of cases<Core>('core')) {
      const [core] = coreMoments(ecdfOf(values), [kept / values.length])
      expectClose(core?.sd ?? Number.NaN, sd, 1e-9, `${name}, ${kept}`)
      expectNear(core?.kurtosis ?? Number.NaN, kurtosis, 1e-8, `${name}, ${kept}`)
    }
  })

  it('grow with the share, in one walk as one by one, and are never NaN', () => {
    const sample = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), {
      minLength: 1,
      maxLength: 30,
    })
    fc.assert(
      fc.property(sample, values => {
        const ecdf = ecdfOf(values)
        const shares = [0.01, 0.3, 0.9, 1]
        const together = coreMoments(ecdf, shares)
        const unit = Math.max(...values) - Math.min(...values)
        for (const [i, share] of shares.entries()) {
          const [sd, alone] = [together[i]?.sd, coreMoments(ecdf, [share])[0]?.sd ?? Number.NaN]
          if (!Number.isFinite(alone) || !Number.isFinite(unit)) expect(sd).toBe(alone)
          else expect(Math.abs((sd ?? 0) - alone)).toBeLessThanOrEqual(1e-6 * unit)
        }
        expect(coreMoments(inPieces(ecdf), shares)).toEqual(together)
        expect([...countsOf(inPieces(ecdf))]).toEqual([...countsOf(ecdf)])
        for (const { sd, kurtosis } of together) {
          expect(sd).toBeGreaterThanOrEqual(0)
          expect(kurtosis).toBeGreaterThanOrEqual(1)
        }
      }),
    )
  })
})
