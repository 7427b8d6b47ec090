import { afterAll, beforeAll, expect, test } from 'vitest'
import { orderSql } from '../../src/search/order-by.ts'
import type { Store } from '../../src/store/store.ts'
import type { PlainRun } from './evaluate.ts'
import { now, search, storeWith } from './stored-runs.ts'

function run(letter: string, m: number | undefined, p: string | undefined, ageMs: number): PlainRun {
  return {
    id: letter.repeat(32),
    metrics: m === undefined ? {} : { m },
    params: p === undefined ? {} : { 'p q': p },
    tags: {},
    attributes: {
      run_name: letter,
      status: 'FINISHED',
      user_id: 'ann',
      start_time: now - ageMs,
      end_time: null,
    },
    datasets: [],
  }
}

let store: Store
beforeAll(async () => {
  store = await storeWith([
    run('a', 1, '10', 5),
    run('b', Number.NaN, '9', 4),
    run('c', undefined, 'x', 3),
    run('d', Number.NEGATIVE_INFINITY, undefined, 2),
    run('e', 2, '10', 1),
    run('f', 1, '10', 1),
  ])
})
afterAll(() => store.close())

test.each([
  [[], 'fedcba'],
  [['start_time'], 'abcdfe'],
  // Missing comes last either way, NaN before it; runs that tie: the newest first.
  [['metrics.m'], 'dfaebc'],
  [['metrics.m ASC'], 'dfaebc'],
  [['metrics.m desc'], 'efadbc'],
  // As text, as MLflow has it.
  [['params.`p q`'], 'feabcd'],
  [['params."p q" DESC'], 'cbfead'],
  [['params."p q"', 'metrics.m DESC'], 'efabcd'],
  [['attributes.run_name DESC'], 'fedcba'],
  [['end_time', 'name'], 'abcdef'],
] as const)('%j', (keys, expected) => {
  expect(
    search(store, '', keys)
      .map(id => id[0])
      .join(''),
  ).toBe(expected)
})

test.each([
  ['metrics.m, metrics.n', 10],
  ['metrics.m NULLS LAST', 11],
  ['metrics.m up', 11],
  ['dataset.name', 1],
  ['stage', 1],
  ['attributes.alias', 1],
  ['m', 1],
  ['', 1],
])('%s is no order', (key, column) => {
  expect(() => orderSql([key])).toThrow(
    expect.objectContaining({ code: 'usage', at: { source: key, column } }),
  )
})

test('one key twice is refused', () => {
  expect(() => orderSql(['metrics.m', 'metric.m DESC'])).toThrow(/already ordered by metrics\.m/)
})
