import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mergeEcdf } from '../../src/stats/merge-ecdf.ts'
import { moments } from '../../src/stats/moments.ts'
import { quantile } from '../../src/stats/quantile.ts'
import { ecdfOf } from './ecdf-of.ts'
import { expectNear, golden } from './golden.ts'

interface Numeric {
  name: string
  reference: number[]
  edges: number[]
  mean: number
  variance: number
}

const sample = fc.array(
  fc.oneof(fc.integer({ min: -5, max: 5 }), fc.double({ noNaN: true, noDefaultInfinity: true })),
  {
    minLength: 1,
    maxLength: 40,
  },
)

describe('quantile', () => {
  it("is NumPy's to the last bit", () => {
    for (const { name, reference, edges } of golden<Numeric>('numeric')) {
      const ecdf = ecdfOf(reference)
      for (const [k, edge] of edges.entries()) expect(quantile(ecdf, (10 * k) / 100), name).toBe(edge)
    }
  })

  it('ascends with q and lies within the sample', () => {
    const levels = [0, 0.01, 0.25, 0.5, 0.5, 0.9, 1]
    fc.assert(
      fc.property(sample, values => {
        const ecdf = ecdfOf(values)
        const together = levels.map(q => quantile(ecdf, q))
        expect(together).toEqual([...together].sort((a, b) => a - b))
        expect(together[0]).toBe(ecdf.values[0])
        expect(together.at(-1)).toBe(ecdf.values.at(-1))
        expect(together.every(Number.isFinite)).toBe(true)
      }),
    )
  })

  it('of nothing is NaN', () => {
    expect(quantile(ecdfOf([]), 0.5)).toBeNaN()
  })
})

describe('moments', () => {
  it("are NumPy's", () => {
    for (const { name, reference, mean, variance } of golden<Numeric>('numeric')) {
      const actual = moments(ecdfOf(reference))
      expectNear(actual.mean, mean, 1e-14, name)
      expectNear(actual.variance, variance, 1e-13, name)
      expect(actual.count).toBe(reference.length)
    }
  })

  it('of a constant have no variance at all', () => {
    const { mean, variance, sd } = moments(ecdfOf(Array(1000).fill(0.003467)))
    expect({ mean, variance, sd }).toEqual({ mean: 0.003467, variance: 0, sd: 0 })
  })

  it('survive an offset that dwarfs the spread', () => {
    expect(moments(ecdfOf([1e15 + 1, 1e15 + 2, 1e15 + 3])).variance).toBeCloseTo(2 / 3, 12)
  })

  it('hold at the ends of the range of a double', () => {
    for (const magnitude of [1e300, 1e-300]) {
      const { mean, sd, variance } = moments(ecdfOf([magnitude, 3 * magnitude]))
      expectNear(mean, 2 * magnitude, 1e-15)
      expectNear(sd, magnitude, 1e-15)
      expect(variance).not.toBeNaN()
    }
    expect(moments(ecdfOf([-Number.MAX_VALUE, Number.MAX_VALUE]))).toMatchObject({
      mean: 0,
      sd: Number.MAX_VALUE,
    })
  })
})

describe('mergeEcdf', () => {
  it('is the ecdf of both samples together', () => {
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        expect(mergeEcdf(ecdfOf(a), ecdfOf(b))).toEqual(ecdfOf([...a, ...b]))
      }),
    )
  })

  it('changes nothing when one side is empty', () => {
    expect(mergeEcdf(ecdfOf([2, 1, 2]), ecdfOf([]))).toEqual(ecdfOf([1, 2, 2]))
  })
})
