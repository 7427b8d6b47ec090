import { describe, expect, test } from 'vitest'
import { changeOf } from '../../src/drift/change.ts'
import { toPair } from '../../src/drift/column-pair.ts'
import { describeChange } from '../../src/drift/describe-change.ts'
import { categorical, numeric } from './windows.ts'

const range = (n: number, from = 0, step = 1) => Array.from({ length: n }, (_, i) => from + i * step)
const times = <Value>(value: Value, n: number) => Array.from({ length: n }, () => value)

const ofNumbers = (before: readonly number[], after: readonly number[]) =>
  changeOf(toPair(numeric(before), numeric(after)))
const ofWords = (before: readonly string[], after: readonly string[]) =>
  changeOf(toPair(categorical(before), categorical(after)))

describe('numbers', () => {
  test.each<[string, readonly number[], readonly number[], string]>([
    ['the same', range(100), range(100), 'the distributions are the same'],
    ['each twice', range(100), [...range(100), ...range(100)], 'the distributions are the same'],
    ['moved', range(100), range(100, 20), 'median 49.5 → 69.5'],
    ['wider', range(101), range(101, -50, 2), '5th to 95th percentile 5–95 → -40–140'],
    [
      'a default that crept in',
      range(100, 1),
      [...range(94, 4), ...times(0, 6)],
      '6.0% of rows became exactly 0',
    ],
    [
      'a default that became more common',
      [...range(90, 1), ...times(0, 10)],
      [...range(70, 10), ...times(0, 30)],
      'exactly 0: 10.0% → 30.0% of rows',
    ],
    [
      'a default that went',
      [...range(70, 10), ...times(0, 30)],
      range(100, 1),
      'exactly 0: 30.0% → 0% of rows',
    ],
    ['two values', [...times(0, 50), ...times(1, 50)], [...times(0, 20), ...times(1, 80)], 'median 0.5 → 1'],
    ['only the tail', range(1000), [...range(980), ...range(20, 5000)], 'values up to 999: 100% → 98.0%'],
  ])('%s', (_, before, after, sentence) => {
    expect(describeChange(ofNumbers(before, after))).toBe(sentence)
  })

  test('fewer than 1% of the rows at one value are not the story', () => {
    expect(ofNumbers(range(1000), [...range(992), ...times(-5, 8)]).type).not.toBe('atom')
  })

  test('a constant that moved', () => {
    expect(describeChange(ofNumbers([5], [6]))).toBe('median 5 → 6')
  })
})

describe('categories', () => {
  test.each<[string, readonly string[], readonly string[], string]>([
    ['the same', ['a', 'b'], ['b', 'a', 'a', 'b'], 'the distributions are the same'],
    ['one grew', [...times('a', 9), 'b'], [...times('a', 8), 'b', 'b'], '"a" 90.0% → 80.0%'],
    [
      'two that moved alike',
      [...times('a', 7), ...times('b', 3)],
      [...times('a', 4), ...times('b', 6)],
      '"a" 70.0% → 40.0%',
    ],
    ['one went', ['a', 'b'], ['a'], '"a" 50.0% → 100%'],
    ['a new one', ['a', 'a'], ['a', 'n'], '50.0% of rows are a new value: "n"'],
    [
      'many new ones, the most frequent first',
      ['a'],
      ['a', 'z', 'z', 'y', 'x', 'w'],
      '83.3% of rows are 4 new values: "z", "w", "x", …',
    ],
    ['all new', ['a'], ['b', 'c', 'd', 'e', 'f', 'g'], '100% of rows are 6 new values: "b", "c", "d", …'],
  ])('%s', (_, before, after, sentence) => {
    expect(describeChange(ofWords(before, after))).toBe(sentence)
  })

  test('the share of new values is exact, however many there are', () => {
    const names = range(30).map(i => `n${i}`)
    for (const count of [3, 7, 11, 20, 30]) {
      const change = ofWords(['a'], names.slice(0, count))
      expect(change).toMatchObject({ type: 'unseen', share: 1, distinct: count })
    }
  })

  test('a rare new value is not the story where an old one moved further', () => {
    const change = ofWords(
      [...times('a', 50), ...times('b', 50)],
      [...times('a', 80), ...times('b', 19), 'n'],
    )
    expect(change).toEqual({ type: 'category', value: 'b', before: 0.5, after: 0.19 })
  })
})
