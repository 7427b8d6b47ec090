import { expect, test } from 'vitest'
import { toPair } from '../../src/drift/column-pair.ts'
import { outsideReference } from '../../src/drift/outside-reference.ts'
import { categorical, numeric } from './windows.ts'

const numbers = (a: readonly number[], b: readonly number[]) =>
  outsideReference(toPair(numeric(a), numeric(b)))
const words = (a: readonly string[], b: readonly string[]) =>
  outsideReference(toPair(categorical(a), categorical(b)))

test.each([
  [[0, 10], [0, 5, 10], 0],
  [[0, 10], [-1, 5, 11, 11], 3],
  [[0, 10], [-1e-9, 10 + 1e-9], 2],
  [[5], [5, 5, 6], 1],
  [[-3, -1], [-0, 0], 2],
])('of %j, %j has values beyond the range: %i', (reference, current, rows) => {
  expect(numbers(reference, current)).toEqual({
    rows,
    share: rows / current.length,
    examples: [],
    distinct: 0,
  })
})

test('a gap inside the range is not outside', () => {
  expect(numbers([0, 100], [50]).rows).toBe(0)
})

test('new categories are counted by rows, and named by how frequent they are', () => {
  const current = ['a', 'x', 'x', 'x', 'z', 'y', 'y', 'q', 'p', 'o']
  expect(words(['a', 'b'], current)).toEqual({
    rows: 9,
    share: 0.9,
    examples: ['x', 'y', 'o', 'p', 'q'],
    distinct: 6,
  })
})

test('known categories are not new, in whatever share', () => {
  expect(words(['a', 'b'], ['a'])).toEqual({ rows: 0, share: 0, examples: [], distinct: 0 })
})
