import { describe, expect, test } from 'vitest'
import { alerts, counts, judge, nulls, numbers, range } from './windows.ts'

/** Every limit is strict: a column exactly at one is fine. */
describe('null_rate: above 5% and above three times the reference’s rate', () => {
  test.each([
    [0, 1000, 50, 1000, false],
    [0, 1000, 51, 1000, true],
    [0, 20, 1, 20, false],
    [0, 20, 2, 20, true],
    [0, 60, 3, 60, false],
    [20, 1000, 60, 1000, false],
    [20, 1000, 61, 1000, true],
    [7, 300, 21, 300, false],
    [7, 300, 22, 300, true],
    [1, 49, 3, 49, false],
    [1, 49, 6, 98, false],
    [1, 49, 7, 98, true],
    [300, 1000, 900, 1000, false],
    [400, 1000, 1000, 1000, false],
    [10, 1000, 50, 1000, false],
    [10, 1000, 40, 1000, false],
  ])('%i of %i null, then %i of %i: %s', (before, referenceRows, after, currentRows, fires) => {
    const column = counts({ rows: referenceRows, nulls: before }, { rows: currentRows, nulls: after })
    expect(alerts(column)).toEqual(fires ? ['null_rate'] : [])
  })

  test('a rule for null_rate alone decides, without the ratio', () => {
    const column = counts({ nulls: 90 }, { nulls: 101 })
    expect(alerts(column)).toEqual([])
    expect(alerts(column, 'null_rate > 0.10')).toEqual(['null_rate'])
    expect(alerts(counts({}, { nulls: 100 }), 'null_rate > 0.10')).toEqual([])
    expect(alerts(counts({}, { nulls: 60 }), 'null_rate > 0.10')).toEqual([])
  })

  test.each(['null_ratio > 3', 'null_rate.null_ratio > 3'])('"%s" decides by the ratio alone', rule => {
    expect(alerts(counts({ nulls: 1 }, { nulls: 4 }), rule)).toEqual(['null_rate'])
    expect(alerts(counts({ nulls: 1 }, { nulls: 3 }), rule)).toEqual([])
    expect(alerts(counts({}, { nulls: 60 }), rule)).toEqual(['null_rate'])
  })

  test('both figures in either order are the same rule', () => {
    const rules = ['null_rate > 0.01 and null_ratio > 2', 'null_ratio > 2 and null_rate > 0.01']
    for (const rule of rules) {
      expect(judge([counts({ nulls: 10 }, { nulls: 30 })], rule)).toMatchObject([{ threshold: 0.01 }])
      expect(alerts(counts({ nulls: 20 }, { nulls: 30 }), rule)).toEqual([])
      expect(alerts(counts({ nulls: 1 }, { nulls: 10 }), rule)).toEqual([])
    }
  })

  test('a rule for one column leaves the others to the textbook', () => {
    const columns = ['x', 'y'].map(column => ({ ...counts({}, { nulls: 60 }), column }))
    const fired = judge(columns, 'x: null_rate > 0.5').filter(row => row.degraded)
    expect(fired.map(row => row.column)).toEqual(['y'])
  })
})

describe('low_variance: below a tenth of the reference’s, which must be above 0', () => {
  /** Half of the values at -spread and half at spread: a variance of spread squared. */
  const spread = (...values: readonly number[]) => values.flatMap(value => [-value, value])

  test.each([
    ['var 10 to 1 in whole numbers', spread(1, 3, 3, 1, 5, 5, 1, 3), spread(1, 1, 1, 1), false],
    ['a tenth exactly, of whole numbers', spread(2, 4), spread(1), false],
    ['a tenth exactly, whose deviations are not', spread(2, 24), spread(3, 7), false],
    ['just below a tenth', spread(2, 4.001), spread(1), true],
    ['just above a tenth', spread(2, 3.999), spread(1), false],
    ['constant now', spread(1), [7, 7], true],
    ['constant before', [7, 7], [7, 7], false],
    ['constant before and not now', [7, 7], spread(3), false],
    ['tiny, where a variance is 0', spread(1e-200), spread(1e-201), true],
    ['tiny and the same', spread(1e-200), spread(1e-200), false],
    ['huge, where a variance is infinite', spread(1e200), spread(1e199), true],
    ['huge and the same', spread(1e200), spread(1e200), false],
  ])('%s: %s', (_, reference, current, fires) => {
    expect(alerts(numbers('x', reference, current))).toEqual(fires ? ['low_variance'] : [])
  })

  test('nulls are left out, infinite values too', () => {
    const reference = [...spread(2, 4), ...nulls(1)]
    expect(alerts(numbers('x', reference, [...spread(1), ...nulls(1)]), 'null_rate > 1')).toEqual([])
    expect(alerts(numbers('x', spread(2, 4), [...spread(1), Infinity]))).toEqual([])
  })

  test('no variance is reported that JSON could not say', () => {
    const [row] = judge([numbers('x', spread(1e-200), spread(1e-201))])
    expect(row).toMatchObject({ check: 'low_variance', baseline: 0, current: 0 })
  })
})

describe('cardinality_collapse: below 30% of more than ten distinct values', () => {
  test.each([
    [10, 1, false],
    [10, 0, false],
    [11, 3, true],
    [11, 4, false],
    [20, 6, false],
    [20, 5, true],
    [30, 9, false],
    [70, 21, false],
    [70, 20, true],
    [1000, 300, false],
    [1000, 299, true],
    [11, 0, true],
  ])('%i distinct values, then %i: %s', (before, after, fires) => {
    expect(alerts(counts({ distinct: before }, { distinct: after }))).toEqual(
      fires ? ['cardinality_collapse'] : [],
    )
  })
})

describe('a window without a value', () => {
  test('is null_rate, and cardinality_collapse of a column of many values: it has no variance', () => {
    expect(alerts(numbers('x', range(11), nulls(11)))).toEqual(['cardinality_collapse', 'null_rate'])
    expect(alerts(numbers('x', range(10), nulls(10)))).toEqual(['null_rate'])
  })

  test('was it empty before, nothing is new', () => {
    expect(alerts(numbers('x', nulls(9), nulls(9)))).toEqual([])
  })
})

test('limits are the user’s to move', () => {
  const collapsed = counts({ distinct: 100 }, { distinct: 45 })
  expect(alerts(collapsed, 'cardinality_collapse < 0.5')).toEqual(['cardinality_collapse'])
  expect(alerts(numbers('x', range(9), range(9, 0.5)), 'low_variance < 0.3')).toEqual(['low_variance'])
  expect(alerts(numbers('x', range(9), range(9, 0.1)), 'low_variance < 0.001')).toEqual([])
})
