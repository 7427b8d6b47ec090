import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { checkChain } from '../../src/store/event-chain.ts'
import { recordEvent } from '../../src/store/events.ts'
import type { Store } from '../../src/store/store.ts'
import { newStore } from './new-store.ts'

let store: Store
const count = 7

const actors = ['ada', 'ö', '"quoted" \\', 'two\nlines', '\u2028\u007f', '日本', '']

beforeEach(async () => {
  store = await newStore()
  for (let i = 0; i < count; i++) record(i)
})

afterEach(() => store.close())

function record(i: number): void {
  store.write(() =>
    recordEvent(store, {
      ...{ timeMs: 1_000 + i, actor: actors[i % actors.length] as string, action: 'model.promote' },
      ...{ kind: 'model', subject: `churn ${i % 2}`, details: { version: i, reason: 'why\t', share: 1e-7 } },
    }),
  )
}

const tamper = (sql: string) => store.write(() => store.database.exec(sql))
const found = () => checkChain(store).problems.map(({ kind, id }) => `${kind} ${id}`)
const hashes = () => store.database.prepare<[], string>('SELECT hash FROM events ORDER BY id').pluck().all()

test('what was recorded is whole, and its head is the last event', () => {
  const check = checkChain(store, hashes())
  expect(check).toEqual({
    events: count,
    head: { id: count, timeMs: 1_000 + count - 1, hash: hashes().at(-1) },
    problems: [],
  })
})

test('a store in which nothing happened has no head', async () => {
  const empty = await newStore()
  expect(checkChain(empty)).toEqual({ events: 0, head: null, problems: [] })
  expect(checkChain(empty, ['0'.repeat(64)]).problems).toMatchObject([{ kind: 'expected' }])
  empty.close()
})

const changes: readonly [string, string][] = [
  ['time_ms', 'time_ms + 1'],
  ['time_ms', '9223372036854775807'],
  ['actor', "actor || ' '"],
  ['action', "'model.register'"],
  ['kind', "'run'"],
  ['subject', "'fraud'"],
  ['details', "replace(details, 'why', 'because')"],
  ['details', "details || ' '"],
  ['hash', "substr(hash, 1, 63) || 'g'"],
  ['hash', 'upper(hash)'],
]

describe.each(Array.from({ length: count }, (_, i) => i + 1))('event %i', id => {
  test.each(changes)('%s = %s is found there and nowhere else', (column, value) => {
    tamper(`UPDATE events SET ${column} = ${value} WHERE id = ${id}`)
    const { problems } = checkChain(store)
    expect(problems).toMatchObject([
      { kind: 'changed', id, message: expect.stringContaining(`event ${id} (`) },
    ])
  })

  test('another number is found', () => {
    tamper(`UPDATE events SET id = 50 WHERE id = ${id}`)
    expect(found()).toContain(`missing ${id}`)
  })

  test('a number of 0 and below is found', () => {
    tamper(`UPDATE events SET id = -3 WHERE id = ${id}`)
    expect(found()).toContain('added -3')
  })

  test('removed, it is missing', () => {
    tamper(`DELETE FROM events WHERE id = ${id}`)
    expect(found()).toEqual([`missing ${id}`])
  })

  test('removed, and the numbers closed up with the memory of the greatest', () => {
    tamper(`DELETE FROM events WHERE id = ${id}`)
    for (let later = id + 1; later <= count; later++)
      tamper(`UPDATE events SET id = ${later - 1} WHERE id = ${later}`)
    tamper(`UPDATE sqlite_sequence SET seq = ${count - 1} WHERE name = 'events'`)
    // Of the last one nothing is left to show it: that is what hashes kept elsewhere are for.
    expect(found()).toEqual(id === count ? [] : [`changed ${id}`])
  })

  test.each(Array.from({ length: count }, (_, i) => i + 1).filter(other => other > id))(
    'swapped with event %i, both are found',
    other => {
      tamper(`UPDATE events SET id = 99 WHERE id = ${id}; UPDATE events SET id = ${id} WHERE id = ${other};
        UPDATE events SET id = ${other} WHERE id = 99`)
      expect(found()).toEqual(expect.arrayContaining([`moved ${id}`, `moved ${other}`]))
    },
  )
})

describe('the end', () => {
  test.each([1, 2, count])('%i cut off are missing', cut => {
    tamper(`DELETE FROM events WHERE id > ${count - cut}`)
    expect(found()).toEqual([`missing ${count - cut + 1}`])
    expect(checkChain(store).problems[0]?.message).toMatch(
      cut === 1 ? /^event 7 is missing/ : /^events \d to 7 are/,
    )
  })

  test('cut off, and gone on from there: what is missing shows all the same', () => {
    tamper(`DELETE FROM events WHERE id > ${count - 2}`)
    record(20)
    expect(found()).toEqual([`missing ${count - 1}`])
  })

  test('cut off with its memory shows by a hash that was kept', () => {
    const kept = hashes()
    tamper(
      `DELETE FROM events WHERE id > ${count - 2}; UPDATE sqlite_sequence SET seq = ${count - 2} WHERE name = 'events'`,
    )
    expect(found()).toEqual([])
    expect(checkChain(store, [kept[count - 3] as string]).problems).toEqual([])
    expect(checkChain(store, [kept[count - 1] as string]).problems).toMatchObject([{ kind: 'expected' }])
  })

  test('the memory set back or removed shows', () => {
    tamper("UPDATE sqlite_sequence SET seq = 3 WHERE name = 'events'")
    expect(found()).toEqual(['added 4'])
    tamper("DELETE FROM sqlite_sequence WHERE name = 'events'")
    expect(found()).toEqual(['added 1'])
  })
})

test('an event put in between is found', () => {
  tamper(
    `UPDATE events SET id = 100 WHERE id = 7; UPDATE events SET id = 7 WHERE id = 6; UPDATE events SET id = 6 WHERE id = 5`,
  )
  const [, , , before] = hashes()
  const parts = [before, 1, 'eve', 'model.promote', 'model', 'churn', '{}']
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex')
  tamper(`INSERT INTO events VALUES (5, 1, 'eve', 'model.promote', 'model', 'churn', '{}', '${hash}')`)
  expect(found()).toContain('moved 6')
})

test('a chain that was computed anew shows by a hash that was kept, and by nothing else', () => {
  const kept = hashes()
  tamper("UPDATE events SET actor = 'eve' WHERE id = 3")
  let previous = ''
  for (const row of store.database
    .prepare<[], Record<string, string>>('SELECT * FROM events ORDER BY id')
    .all()) {
    const { id, time_ms, actor, action, kind, subject, details } = row
    previous = createHash('sha256')
      .update(JSON.stringify([previous, time_ms, actor, action, kind, subject, details]))
      .digest('hex')
    tamper(`UPDATE events SET hash = '${previous}' WHERE id = ${id}`)
  }
  expect(found()).toEqual([])
  expect(checkChain(store, [kept[1] as string]).problems).toEqual([])
  expect(checkChain(store, [kept[2] as string, kept[6] as string]).problems).toMatchObject([
    { kind: 'expected', message: expect.stringContaining(kept[2] as string) },
    { kind: 'expected', message: expect.stringContaining(kept[6] as string) },
  ])
})

test('a long chain that breaks everywhere is told of in no time', () => {
  store.write(() => {
    for (let i = 0; i < 3_000; i++) {
      recordEvent(store, { timeMs: i, actor: 'a', action: 'run.log', kind: 'run', subject: String(i) })
    }
  })
  tamper("UPDATE events SET actor = 'b'")
  const begun = performance.now()
  expect(checkChain(store).problems).toHaveLength(3_000 + count)
  expect(performance.now() - begun).toBeLessThan(20_000)
})
