import fc from 'fast-check'
import { expect, test } from 'vitest'
import { registryPolicy, stageNamed } from '../../src/config/registry-policy.ts'
import { MlregError } from '../../src/errors.ts'
import { aliasesOf } from '../../src/registry/aliases.ts'
import { checkModels } from '../../src/registry/check-models.ts'
import { deleteVersions } from '../../src/registry/delete-versions.ts'
import { modelEvents, recordModelEvent } from '../../src/registry/model-events.ts'
import { ensureModel, type Model, takeVersionNumber } from '../../src/registry/models.ts'
import { promoteVersion } from '../../src/registry/promote-version.ts'
import { planRollback, rollBack } from '../../src/registry/roll-back.ts'
import { pointAlias } from '../../src/registry/set-alias.ts'
import { stateAt } from '../../src/registry/stage-history.ts'
import { insertVersion, type Version, versionNumbered, versionsOf } from '../../src/registry/versions.ts'
import { checkChain } from '../../src/store/event-chain.ts'
import type { Store } from '../../src/store/store.ts'
import { newStore } from '../store/new-store.ts'

const policy = registryPolicy({ stage: { Staging: { from: ['None', 'Archived'] } } }, 'churn')
const production = stageNamed(policy, 'Production')
// Nothing here was started before anything else.
const who = { actor: 'ann', reason: 'r', startedMs: Number.MAX_SAFE_INTEGER, policy }

type Step =
  | { readonly do: 'register' }
  | { readonly do: 'rollback' }
  | { readonly do: 'promote'; readonly version: number; readonly to: string }
  | { readonly do: 'delete'; readonly version: number }
  | { readonly do: 'alias'; readonly version: number }

const version = fc.integer({ min: 1, max: 6 })
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ do: 'register' as const }) },
  { weight: 4, arbitrary: fc.constant({ do: 'rollback' as const }) },
  {
    weight: 10,
    arbitrary: fc.record({
      do: fc.constant('promote' as const),
      version,
      to: fc.constantFrom('Production', 'Production', 'Production', 'Staging', 'Archived', 'None'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('delete' as const), version }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('alias' as const), version }) },
)

/** What Production held, told without events: the one in it last. */
class Remembered {
  before: number[] = []
  now: number | undefined

  enter(number: number): void {
    if (this.now !== undefined) this.before.push(this.now)
    this.now = number
  }

  leave(number: number): void {
    if (this.now === number) this.now = undefined
  }

  back(isThere: (number: number) => boolean): number | undefined {
    while (this.before.length > 0) {
      const number = this.before.pop() as number
      if (number === this.now || !isThere(number)) continue
      this.now = number
      return number
    }
    return undefined
  }
}

function take(store: Store, model: Model, one: Step, nowMs: number, memory: Remembered): void {
  if (one.do === 'register') {
    const number = takeVersionNumber(store, model, nowMs)
    insertVersion(store, model, {
      ...{ version: number, stage: 'None', stagedMs: nowMs, runId: null, source: '/x', root: 'x' },
      ...{ digest: 'd', bytes: 0, description: '', mlmodel: null, baseline: null, baselineData: null },
      ...{ drift: null, card: null, createdMs: nowMs, user: 'ann' },
    })
    const details = { version: number, to: 'None', digest: 'd' }
    recordModelEvent(store, { actor: 'ann', nowMs }, 'churn', 'register', details)
    return
  }
  if (one.do === 'rollback') {
    rolledBack(store, model, nowMs, memory)
    return
  }
  const found = versionNumbered(store, model, one.version)
  if (found === undefined) return
  if (one.do === 'alias') pointAlias(store, found, { ...who, nowMs, alias: 'a' })
  else if (one.do === 'delete') {
    deleteVersions(store, model, found, { ...who, nowMs, force: true })
    memory.leave(found.version)
  } else promoted(store, found, one.to, nowMs, memory)
}

function promoted(store: Store, found: Version, to: string, nowMs: number, memory: Remembered): void {
  const { outcome } = promoteVersion(store, found, {
    ...{ ...who, nowMs, stage: stageNamed(policy, to), keepExisting: false, force: false },
    judge: () => ({ refusals: [], passed: [], warnings: [], evidence: null }),
  })
  if (outcome !== 'promoted') return
  if (to === 'Production') memory.enter(found.version)
  else memory.leave(found.version)
}

function rolledBack(store: Store, model: Model, nowMs: number, memory: Remembered): void {
  const expected = memory.back(number => versionNumbered(store, model, number) !== undefined)
  try {
    const plan = planRollback(store, model, production, policy)
    expect(plan.to.version).toBe(expected)
    rollBack(store, model, plan, { ...who, nowMs, stage: production, moveAliases: [] })
  } catch (error) {
    if (!(error instanceof MlregError)) throw error
    expect([error.code, expected]).toEqual(['not-found', undefined])
  }
}

test('whatever happens, the history tells what is where, and a rollback goes where it was', async () => {
  const store = await newStore()
  store.database.pragma('synchronous = OFF')
  const sequences = fc.array(step, { minLength: 5, maxLength: 40 })
  const undone = new Error('undone')
  fc.assert(
    fc.property(sequences, steps => {
      const inside = () =>
        store.write(() => {
          const model = ensureModel(store, 'churn', 0)
          const memory = new Remembered()
          const starting: Step[] = [{ do: 'register' }, { do: 'register' }, { do: 'register' }]
          for (const [i, one] of [...starting, ...steps].entries()) take(store, model, one, i, memory)
          const { stages, aliases } = stateAt(modelEvents(store, 'churn'), Number.MAX_SAFE_INTEGER)
          const rows = versionsOf(store, model)
          expect(new Map([...stages].map(([number, { stage }]) => [number, stage]))).toEqual(
            new Map(rows.map(one => [one.version, one.stage])),
          )
          expect([...aliases]).toEqual(aliasesOf(store, model).map(one => [one.alias, one.version]))
          const there = rows.filter(one => one.stage === 'Production').map(one => one.version)
          expect(there).toEqual(memory.now === undefined ? [] : [memory.now])
          expect(checkChain(store).problems).toEqual([])
          expect(checkModels(store)).toEqual([])
          throw undone
        })
      expect(inside).toThrow(undone)
    }),
    { numRuns: 150 },
  )
  store.close()
})
