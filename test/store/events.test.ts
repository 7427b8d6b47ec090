import { expect, test } from 'vitest'
import { eventsOf, firstBrokenEvent, recordEvent } from '../../src/store/events.ts'
import type { Store } from '../../src/store/store.ts'
import { newStore } from './new-store.ts'

async function withEvents(): Promise<Store> {
  const store = await newStore()
  for (const subject of ['a', 'b', 'a']) {
    const event = { timeMs: 1, actor: 'x', action: 'run.start', kind: 'run', subject, details: { n: 1 } }
    store.write(() => recordEvent(store, event))
  }
  return store
}

test('events of a subject come in the order of what was done', async () => {
  const store = await withEvents()
  expect(eventsOf(store, 'run', 'a').map(({ id, details }) => [id, details])).toEqual([
    [1, { n: 1 }],
    [3, { n: 1 }],
  ])
  expect(firstBrokenEvent(store)).toBeUndefined()
  store.close()
})

test.each([
  ["UPDATE events SET actor = 'y' WHERE id = 2", 2],
  ['DELETE FROM events WHERE id = 1', 2],
  ["UPDATE events SET details = '{}' WHERE id = 3", 3],
])('what is done to them afterwards shows: %s', async (sql, broken) => {
  const store = await withEvents()
  store.write(() => store.database.exec(sql))
  expect(firstBrokenEvent(store)).toBe(broken)
  store.close()
})
