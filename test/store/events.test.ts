import { expect, test } from 'vitest'
import { checkChain } from '../../src/store/event-chain.ts'
import { eventsOf, recordEvent } from '../../src/store/events.ts'
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
  expect(checkChain(store).problems).toEqual([])
  store.close()
})

test('half a character is kept as what SQLite makes of it, and the chain holds', async () => {
  const store = await newStore()
  const event = { timeMs: 1, actor: 'a\ud800', action: 'run.start', kind: 'run', subject: 'x\udc00\0y' }
  store.write(() => recordEvent(store, { ...event, details: { reason: '\ud800' } }))
  expect(eventsOf(store, 'run', 'x\ufffd\0y')).toMatchObject([{ actor: 'a\ufffd' }])
  expect(checkChain(store).problems).toEqual([])
  store.close()
})
