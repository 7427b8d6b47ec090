import { expect, test } from 'vitest'
import {
  distinctEstimate,
  mergeSketches,
  noteDistinct,
  sketchError,
  sketchSize,
} from '../../src/stats/distinct-sketch.ts'

function sketchOf(values: Float64Array): Uint8Array {
  const sketch = new Uint8Array(sketchSize)
  noteDistinct(sketch, values)
  return sketch
}

const values = (count: number, make: (i: number) => number) =>
  Float64Array.from({ length: count }, (_, i) => make(i))

const kinds: readonly (readonly [string, (i: number) => number])[] = [
  ['whole numbers', i => i],
  ['multiples of a tenth', i => i / 10],
  ['powers', i => 1.0001 ** i],
  ['scattered', i => Math.sin(i) * 1e6],
]

test.each(kinds)('%s are counted within four standard errors, few or many', (_, make) => {
  for (const count of [0, 1, 50, 3_000, 40_000, 1_000_000]) {
    const estimate = distinctEstimate(sketchOf(values(count, make)))
    expect(Math.abs(estimate - count), `${count}`).toBeLessThanOrEqual(4 * sketchError * count)
  }
})

test('over many columns, the error is as stated and leans to neither side', () => {
  const errors = Array.from({ length: 60 }, (_, column) => {
    const count = 5_000 + 700 * column
    return distinctEstimate(sketchOf(values(count, i => column * 1e7 + i * 0.37))) / count - 1
  })
  const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length
  const spread = Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / errors.length)
  expect(Math.abs(mean)).toBeLessThan((3 * sketchError) / Math.sqrt(errors.length))
  expect(spread).toBeGreaterThan(0.6 * sketchError)
  expect(spread).toBeLessThan(1.4 * sketchError)
})

test('two sketches together are the sketch of both, and repeated values change nothing', () => {
  const [a, b] = [values(9_000, i => i * 1.5), values(9_000, i => i + 0.25)]
  const both = sketchOf(Float64Array.of(...a, ...b, ...a))
  expect(mergeSketches(sketchOf(a), sketchOf(b))).toEqual(both)
})
