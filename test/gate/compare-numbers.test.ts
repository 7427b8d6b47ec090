import fc from 'fast-check'
import { expect, test } from 'vitest'
import { asWritten, changed, compareNumbers } from '../../src/gate/compare-numbers.ts'
import type { Change } from '../../src/gate/rule.ts'

const change = (kind: Change['kind'], by: number): Change => ({ kind, by, text: '' })

/** A decimal number with so many places: exactly `digits / 10^places`, and the double nearest to it. */
const decimals = fc
  .record({ digits: fc.integer({ min: -999_999, max: 999_999 }), places: fc.integer({ min: 0, max: 6 }) })
  .map(({ digits, places }) => ({
    digits: BigInt(digits) * 10n ** BigInt(6 - places),
    value: digits / 10 ** places,
  }))

const number = (millionths: bigint) => Number(millionths) / 1e6

test('what is equal in decimals is equal, and nothing that is not', () => {
  fc.assert(
    fc.property(decimals, decimals, fc.integer({ min: -3, max: 3 }), (champion, by, off) => {
      const bound = changed(champion.value, change('difference', by.value))
      const value = number(champion.digits + by.digits + BigInt(off))
      const holds = (operator: '>=' | '>' | '<=' | '<' | '=' | '!=') =>
        compareNumbers(value, operator, bound, [champion.value, by.value])
      expect([holds('>='), holds('>'), holds('<='), holds('<'), holds('='), holds('!=')]).toEqual([
        off >= 0,
        off > 0,
        off <= 0,
        off < 0,
        off === 0,
        off !== 0,
      ])
    }),
    { numRuns: 1_000 },
  )
})

test('the same of factors and percentages', () => {
  const digits = fc.integer({ min: -9_999, max: 9_999 })
  fc.assert(
    fc.property(digits, fc.integer({ min: 1, max: 500 }), fc.integer({ min: -2, max: 2 }), (d, p, off) => {
      const champion = d / 1e4
      // d·(100 ± p) millionths, exactly.
      const percent = number(BigInt(d) * 100n + BigInt(Math.abs(d) * p) + BigInt(off))
      const factor = number(BigInt(d) * BigInt(100 + p) + BigInt(off))
      const above = changed(champion, change('percent', p / 100))
      expect(compareNumbers(percent, '>=', above, [champion])).toBe(off >= 0)
      expect(compareNumbers(percent, '>', above, [champion])).toBe(off > 0)
      const times = changed(champion, change('factor', (100 + p) / 100))
      expect(compareNumbers(factor, '=', times, [champion])).toBe(off === 0)
    }),
    { numRuns: 1_000 },
  )
})

test('exactly one of below, equal and above holds of any two numbers', () => {
  const any = fc.double({ noNaN: true })
  fc.assert(
    fc.property(any, any, (value, bound) => {
      const held = (['<', '=', '>'] as const).filter(operator => compareNumbers(value, operator, bound))
      expect(held).toHaveLength(1)
      expect(compareNumbers(value, '>=', bound)).toBe(held[0] !== '<')
      expect(compareNumbers(value, '<=', bound)).toBe(held[0] !== '>')
      expect(compareNumbers(value, '!=', bound)).toBe(held[0] !== '=')
    }),
  )
})

test('known answers', () => {
  expect(compareNumbers(0.3, '>=', 0.1 + 0.2, [0.1, 0.2])).toBe(true)
  expect(compareNumbers(0.91, '>=', 0.89 + 0.02, [0.89, 0.02])).toBe(true)
  expect(compareNumbers(0.909_999_9, '>=', 0.89 + 0.02, [0.89, 0.02])).toBe(false)
  expect(compareNumbers(Infinity, '<=', 5)).toBe(false)
  expect(compareNumbers(5, '<=', Infinity)).toBe(true)
  expect(compareNumbers(0, '>', 5e-324)).toBe(false)
  expect(compareNumbers(5e-324, '>', 0)).toBe(true)
  expect(changed(-100, change('factor', 1.02))).toBe(-102)
  expect(changed(-100, change('percent', 0.02))).toBe(-98)
  expect(asWritten(0.7 + 0.1)).toBe(0.8)
})
