import { afterAll, beforeAll, expect, test } from 'vitest'
import { selectedRuns } from '../../src/store/runs.ts'
import type { Store } from '../../src/store/store.ts'
import { newRun, newStore } from './new-store.ts'

let store: Store
const names = ['one', 'two', 'three', 'four', 'five']

beforeAll(async () => {
  store = await newStore()
  for (const name of names) newRun(store, name)
})
afterAll(() => store.close())

test.each([undefined, 1, 4, 5, 6])('a limit of %s cuts the list and not the total', limit => {
  for (const offset of [0, 1, 4, 5, 7]) {
    const selection = { where: 'runs.id > ?', values: [0], order: 'runs.id', offset }
    const { runs, total } = selectedRuns(store, limit === undefined ? selection : { ...selection, limit })
    expect({ offset, total, names: runs.map(({ name }) => name) }).toEqual({
      offset,
      total: 5,
      names: names.slice(offset, limit === undefined ? undefined : offset + limit),
    })
  }
})

test('none are none', () => {
  const selection = { where: 'runs.id < ?', values: [0], order: 'runs.id', limit: 3 }
  expect(selectedRuns(store, selection)).toEqual({ runs: [], total: 0 })
})
