// A process that does one thing to a store and says so, line by line, when it is durable. Bundled by workers.ts.
import { writeSync } from 'node:fs'
import { collectGarbage } from '../../src/artifacts/collect-garbage.ts'
import { putArtifacts } from '../../src/artifacts/put-artifacts.ts'
import { MlregError } from '../../src/errors.ts'
import { logBatch } from '../../src/store/log-batch.ts'
import { newId } from '../../src/store/new-id.ts'
import { openStore } from '../../src/store/open-store.ts'
import { insertRun, type Run, runWithId } from '../../src/store/runs.ts'
import type { Store } from '../../src/store/store.ts'

const say = (line: string) => writeSync(1, `${line}\n`)
const context = { actor: 'worker', nowMs: 1_000 }

function begin(store: Store): Run {
  const id = newId()
  store.write(() => insertRun(store, { id, experimentId: '0', startMs: 1_000, user: 'worker' }))
  say(`R ${id}`)
  return runWithId(store, id) as Run
}

function metric(store: Store, run: Run, step: number): void {
  store.write(() => logBatch(store, run, { metrics: [{ key: 'loss', step, timeMs: step, value: step }] }))
  say(`M ${run.id} ${step}`)
}

async function put(store: Store, run: Run, name: string, text: string): Promise<void> {
  const [one] = await putArtifacts(store, run, [{ name, from: Buffer.from(text) }], context)
  say(`P ${run.id} ${name} ${one?.digest}`)
}

const long = '-'.repeat(3_000)

const works: Record<string, (store: Store, argument: number) => Promise<void> | void> = {
  /** Writes until it is killed. */
  async endless(store) {
    const run = begin(store)
    for (let i = 0; ; i++) {
      metric(store, run, i)
      await put(store, run, `file-${i}`, `${run.id} ${i} ${long}`)
    }
  },

  /** One of everything. */
  async once(store, argument) {
    const run = begin(store)
    metric(store, run, argument)
    await put(store, run, 'file', `${argument} ${long}`)
  },

  /** Makes garbage and collects it. */
  async replace(store, argument) {
    const run = begin(store)
    await put(store, run, 'file', `${argument} before ${long}`)
    await put(store, run, 'other', `${argument} ${long}`)
    // Not said: the name is to have other bytes in a moment.
    await putArtifacts(store, run, [{ name: 'file', from: Buffer.from(`${argument} after`) }], context)
    collected(store)
  },

  async some(store, count) {
    const run = begin(store)
    for (let i = 0; i < count; i++) metric(store, run, i)
    for (let i = 0; i < count / 10; i++) await put(store, run, `file-${i}`, `${run.id} ${i}`)
  },

  /** Transactions that hold the lock for 2.5 ms; says the longest wait in milliseconds. */
  holding(store, count) {
    const run = begin(store)
    let longest = 0
    for (let i = 0; i < count; i++) {
      const asked = performance.now()
      store.write(() => {
        longest = Math.max(longest, performance.now() - asked)
        logBatch(store, run, { metrics: [{ key: 'loss', step: i, timeMs: i, value: i }] })
        for (const held = performance.now(); performance.now() - held < 2.5; );
      })
    }
    say(`W ${longest}`)
  },

  /** Gives 20 payloads to the same 4 names for so many milliseconds, so that each becomes garbage and needed again. */
  async churn(store, ms) {
    const run = begin(store)
    for (const end = Date.now() + ms; Date.now() < end; ) {
      const payload = Math.floor(Math.random() * 20)
      await put(store, run, `file-${payload % 4}`, `payload ${payload} ${long}`)
    }
  },

  async collect(store, ms) {
    for (const end = Date.now() + ms; Date.now() < end; ) {
      say(`G ${collected(store)}`)
      await new Promise(resolve => setTimeout(resolve, 5))
    }
  },
}

/** Nothing, while a backup is being made. */
function collected(store: Store): number {
  try {
    return collectGarbage(store, { ...context, nowMs: Date.now(), forceEmpty: true }).garbage.length
  } catch (error) {
    if (error instanceof MlregError && error.code === 'locked') return 0
    throw error
  }
}

const [directory = '', work = '', argument = '0'] = process.argv.slice(2)
const store = await openStore(directory, { lockTimeoutMs: 60_000, allowNetwork: false })
await works[work]?.(store, Number(argument))
store.close()
say('DONE')
