import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { cardFacts } from '../../src/cards/card-facts.ts'
import { keepCard } from '../../src/cards/keep-card.ts'
import { lintCard, lintText } from '../../src/cards/lint-card.ts'
import { newCard } from '../../src/cards/new-card.ts'
import { parseCard } from '../../src/cards/parse-card.ts'
import { resolveVersion } from '../../src/registry/resolve-version.ts'
import { eventsOf } from '../../src/store/events.ts'
import { openStore } from '../../src/store/open-store.ts'
import type { Store } from '../../src/store/store.ts'
import { filledIn, registerChurn } from '../commands/card/registered.ts'
import { Workspace } from '../commands/tracking/workspace.ts'

const nowMs = Date.parse('2026-05-01T12:00:00Z')
let work: Workspace
let store: Store

beforeEach(async () => {
  work = new Workspace()
  await registerChurn(work)
  store = await openStore(join(work.directory, '.mlreg'), { lockTimeoutMs: 1_000, allowNetwork: false })
  return () => store.close()
})

const version = () => resolveVersion(store, 'churn/1')
const text = () => filledIn(newCard(cardFacts(store, version()), nowMs))
const keep = (card: string, from: string | null) =>
  keepCard(store, version(), { text: card, from, by: 'edit', actor: 'ada', nowMs })

test('of two who edit the same card, the second is told and loses nothing of the first', async () => {
  const first = await keep(text(), null)
  await expect(keep(`${text()}\nmore\n`, null)).rejects.toMatchObject({ code: 'conflict' })
  expect(version().card).toBe(first.digest)
  expect(await keep(text(), null)).toEqual({ digest: first.digest, changed: false })
  const events = eventsOf(store, 'model', 'churn').filter(({ action }) => action === 'model.card')
  expect(events.map(({ actor, details }) => ({ actor, details }))).toEqual([
    { actor: 'ada', details: { version: 1, from: null, to: first.digest, by: 'edit' } },
  ])
})

test('a promotion may ask inside of its transaction', async () => {
  expect(store.write(() => lintCard(store, version(), { nowMs })).findings).toMatchObject([
    { rule: 'no-card' },
  ])
  await keep(text(), null)
  const lint = store.write(() => lintCard(store, version(), { stage: 'Production', nowMs }))
  expect(lint).toMatchObject({ fine: true, findings: [{ severity: 'warning' }] })
})

test('a version whose run is not there is compared with what is', async () => {
  const facts = cardFacts(store, version())
  const card = text()
  const alone = {
    ...facts,
    run: undefined,
    params: new Map(),
    metrics: new Map(),
    training: [],
    evaluation: [],
  }
  const found = (content: string) =>
    lintText(parseCard(Buffer.from(content), 'x'), alone, { nowMs }).findings.map(
      ({ rule, place }) => `${rule} ${place}`,
    )
  expect(found(card)).toEqual(['not-compared mlreg.run'])
  expect(found(card.replace(/digest: [0-9a-f]{8}/, 'digest: 00000000'))).toEqual([
    'wrong-fact mlreg.digest',
    'not-compared mlreg.run',
  ])
})
