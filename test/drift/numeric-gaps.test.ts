import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toPair } from '../../src/drift/column-pair.ts'
import { ks } from '../../src/drift/ks.ts'
import { numericGaps } from '../../src/drift/numeric-gaps.ts'
import { numeric } from './windows.ts'

function gapsOf(reference: readonly number[], current: readonly number[]) {
  const pair = toPair(numeric(reference), numeric(current))
  if (pair.kind !== 'numeric') throw new Error('numbers')
  const result = ks.measure(pair)
  if (!('statistic' in result)) throw new Error('no ks')
  return { ...numericGaps(pair), distance: Number(result.statistic) }
}

test('where the distribution functions are furthest apart, and by how much', () => {
  const { cumulative, atom } = gapsOf([1, 2, 3, 4], [3, 4, 5, 6])
  expect(cumulative).toEqual({ at: 2, before: 0.5, after: 0 })
  expect(atom).toEqual({ at: 1, before: 0.25, after: 0 })
})

test('the one value whose share changed most', () => {
  const { atom } = gapsOf([0, 1, 2, 3, 4], [0, 0, 0, 3, 4])
  expect(atom).toEqual({ at: 0, before: 0.2, after: 0.6 })
})

const window = fc.array(fc.integer({ min: -6, max: 6 }), { minLength: 1, maxLength: 40 })
const share = (values: readonly number[], keep: (value: number) => boolean) =>
  values.filter(keep).length / values.length

test('both are what counting by hand gives, and the gap is the KS statistic', () => {
  fc.assert(
    fc.property(window, window, (reference, current) => {
      const { cumulative, atom, distance } = gapsOf(reference, current)
      const [c, a] = [cumulative.at, atom.at]
      expect(cumulative.before).toBe(share(reference, value => value <= c))
      expect(cumulative.after).toBe(share(current, value => value <= c))
      expect(Math.abs(cumulative.before - cumulative.after)).toBeCloseTo(distance, 12)
      expect(atom.before).toBeCloseTo(
        share(reference, value => value === a),
        12,
      )
      expect(atom.after).toBeCloseTo(
        share(current, value => value === a),
        12,
      )
      const jumps = [...reference, ...current].map(at =>
        Math.abs(share(reference, value => value === at) - share(current, value => value === at)),
      )
      expect(Math.abs(atom.before - atom.after)).toBeCloseTo(Math.max(...jumps), 12)
    }),
  )
})
