import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toPair } from '../../src/drift/column-pair.ts'
import { shapeOf } from '../../src/drift/shape.ts'
import { categorical, numeric } from './windows.ts'

const numbers = (a: readonly number[], b: readonly number[]) => shapeOf(toPair(numeric(a), numeric(b)))
const words = (a: readonly string[], b: readonly string[]) => shapeOf(toPair(categorical(a), categorical(b)))
const range = (n: number) => Array.from({ length: n }, (_, i) => i)
const sum = (shares: readonly number[]) => shares.reduce((total, share) => total + share, 0)

describe('numbers', () => {
  test('few values have a bar each, in ascending order', () => {
    expect(numbers([3, 1, 1, 1], [1, 2])).toEqual({
      reference: [0.75, 0, 0.25],
      current: [0.5, 0.5, 0],
    })
    expect(numbers(range(10), [0]).reference).toHaveLength(10)
  })

  test('one value that is not finite’s neighbour is one bar', () => {
    expect(numbers([7], [7, 7])).toEqual({ reference: [1], current: [1] })
  })

  test('many have ten bars of equal width', () => {
    const { reference } = numbers(range(1000), range(1000))
    expect(reference).toHaveLength(10)
    for (const share of reference) expect(Math.abs(share - 0.1)).toBeLessThan(0.01)
  })

  test('an outlier does not flatten the picture', () => {
    const { reference } = numbers([...range(1000), 1e12], range(1000))
    expect(Math.min(...reference)).toBeGreaterThan(0.05)
  })

  test('all that there is is shown, however wide', () => {
    const value = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.integer({ min: 0, max: 30 }),
    )
    const window = fc.array(value, { minLength: 1, maxLength: 50 })
    fc.assert(
      fc.property(window, window, (a, b) => {
        const { reference, current } = numbers(a, b)
        expect(reference.length).toBe(current.length)
        expect(reference.length).toBeLessThanOrEqual(10)
        expect([sum(reference), sum(current)].map(total => total.toFixed(9))).toEqual([
          '1.000000000',
          '1.000000000',
        ])
      }),
    )
  })
})

describe('categories', () => {
  test('stand by how frequent they are in the reference, new ones after', () => {
    expect(words(['b', 'a', 'b', 'c'], ['n', 'n', 'c', 'm'])).toEqual({
      reference: [0.5, 0.25, 0.25, 0, 0],
      current: [0, 0, 0.25, 0.5, 0.25],
    })
  })

  test('ten at most', () => {
    const many = range(30).map(String)
    expect(words(many, many).reference).toHaveLength(10)
  })
})
