import { expect, test } from 'vitest'
import { orderRank } from '../../src/stats/order-rank.ts'
import { golden } from './golden.ts'

test('ranks are those of SciPy’s binomial law', () => {
  const cases = golden<{ n: number; level: number; tail: number; rank: number }>('order-ranks')
  for (const { n, level, tail, rank } of cases)
    expect(orderRank(n, level, tail), `${n} ${level} ${tail}`).toBe(rank)
})

test('too few values bound nothing', () => {
  expect(orderRank(1, 0.5, 0.025)).toBe(0)
  expect(orderRank(0, 0.5, 0.025)).toBe(0)
})
