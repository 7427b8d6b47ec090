import { describe, expect, test } from 'vitest'
import { sparkline } from '../../src/report/sparkline.ts'

describe('sparkline', () => {
  test('has eight heights', () => {
    expect(sparkline([1, 2, 3, 4, 5, 6, 7, 8])).toBe('▁▂▃▄▅▆▇█')
  })

  test('tells nothing from little', () => {
    expect(sparkline([0, 1e-9, 1])).toBe('.▁█')
  })

  test('compares by a common peak', () => {
    expect(sparkline([0.25, 0.5], 1)).toBe('▂▄')
    expect(sparkline([0.25, 2], 1)).toBe('▂█')
  })

  test.each([
    [[], ''],
    [[0, 0], '..'],
    [[Number.NaN, 1], '.█'],
  ])('of %j is %s', (shares, text) => {
    expect(sparkline(shares, shares.includes(1) ? 1 : undefined)).toBe(text)
  })
})
