import { describe, expect, test } from 'vitest'
import {
  formatCount,
  formatDecimals,
  formatNumber,
  formatPercent,
  formatPValue,
} from '../../src/report/numbers.ts'

describe('numbers', () => {
  test.each([
    [0.7134, '0.7134'],
    [0.71349, '0.7135'],
    [12.5, '12.5'],
    [38.61234, '38.61'],
    [14155, '14,155'],
    [1234567.8, '1,234,568'],
    [999.96, '1,000'],
    [-1234.5, '-1,235'],
    [1e-7, '1e-7'],
    [0.00001234567, '1.235e-5'],
    [1.5e300, '1.5e300'],
    [0, '0'],
    [-0, '0'],
    [Infinity, '∞'],
    [-Infinity, '-∞'],
    [Number.NaN, '–'],
    [null, '–'],
    [undefined, '–'],
  ])('formatNumber(%d) is %s', (x, text) => {
    expect(formatNumber(x)).toBe(text)
  })

  test.each([
    [0, '0'],
    [999, '999'],
    [1000, '1,000'],
    [-34687, '-34,687'],
    [123456789, '123,456,789'],
    [null, '–'],
  ])('formatCount(%d) is %s', (x, text) => {
    expect(formatCount(x)).toBe(text)
  })

  test.each([
    [0.7134, '0.71'],
    [1, '1.00'],
    [0.004, '< 0.01'],
    [-0.004, '> -0.01'],
    [0, '0.00'],
    [-0, '0.00'],
    [1234.5, '1,234.50'],
    [null, '–'],
  ])('formatDecimals(%d) is %s', (x, text) => {
    expect(formatDecimals(x)).toBe(text)
  })

  test.each([
    [0.0734, '7.3%'],
    [0, '0%'],
    [-0, '0%'],
    [1, '100%'],
    [0.0004, '< 0.1%'],
    [-0.0001, '> -0.1%'],
    [0.9999, '> 99.9%'],
    [1.0001, '> 100%'],
    [0.5, '50.0%'],
    [-0.123, '-12.3%'],
    [12.5, '1,250.0%'],
    [Number.NaN, '–'],
  ])('formatPercent(%d) is %s', (share, text) => {
    expect(formatPercent(share)).toBe(text)
  })

  test.each([
    [1, '1.000'],
    [0.312, '0.312'],
    [0.00996, '0.00996'],
    [0.012, '0.0120'],
    [3.21e-12, '3.2e-12'],
    [1e-300, '1e-300'],
    [1e-310, '< 1e-300'],
    [0, '0'],
    [null, '–'],
  ])('formatPValue(%d) is %s', (p, text) => {
    expect(formatPValue(p)).toBe(text)
  })
})
