// A store with many runs, the same for the same number: written by the store's own functions, some thousand runs a transaction.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const root = join(import.meta.dirname, '..')
const runsAtOnce = 2_000
const hour = 3_600_000
const firstStart = Date.UTC(2024, 0, 1)

/** Makes DIRECTORY a store of so many runs with 20 params and 20 metrics each, and a few kB of environment. */
export async function makeStore(directory, runs) {
  const { openStore, ensureExperiment, insertRun, runWithId, updateRun, logBatch } = await storeFunctions()
  const store = await openStore(directory, { lockTimeoutMs: 60_000, allowNetwork: false })
  const random = numbers(20_261_121)
  const environment = { packages: Object.fromEntries(names('package', 150).map(name => [name, '1.2.3'])) }
  for (let first = 0; first < runs; first += runsAtOnce) {
    store.write(() => {
      for (let i = first; i < Math.min(runs, first + runsAtOnce); i++) insert(i)
    })
  }
  store.close()

  function insert(i) {
    const experiment = ensureExperiment(store, `experiment-${i % 10}`, firstStart)
    const id = (i + 1).toString(16).padStart(8, '0').split('').reverse().join('').repeat(4)
    const startMs = firstStart + i * hour
    const status = random() < 0.1 ? 'FAILED' : 'FINISHED'
    const endMs = startMs + Math.floor(random() * hour)
    insertRun(store, { id, experimentId: experiment.id, startMs, endMs, status, user: 'bench', environment })
    const run = runWithId(store, id)
    logBatch(store, run, {
      params: names('param', 20).map((key, at) => [
        key,
        at === 0 ? `model-${i % 7}` : random().toPrecision(4),
      ]),
      metrics: names('metric', 20).map(key => ({ key, value: random(), step: 100, timeMs: endMs })),
      tags: [['team', `team-${i % 5}`]],
    })
    updateRun(store, run.row, { exitCode: status === 'FAILED' ? 1 : 0 })
  }
}

const names = (stem, count) => Array.from({ length: count }, (_, i) => `${stem}_${i}`)

/** MINSTD: the same numbers every time. */
function numbers(seed) {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

/** Node.js does not read TypeScript: what is needed of src/store is bundled, beside the packages that it imports. */
async function storeFunctions() {
  const outfile = join(root, 'dist', `bench-store-${process.pid}.mjs`)
  const files = ['open-store', 'experiments', 'runs', 'log-batch']
  await build({
    stdin: {
      contents: files.map(name => `export * from './src/store/${name}.ts'`).join('\n'),
      resolveDir: root,
    },
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    external: ['better-sqlite3'],
  })
  try {
    return await import(pathToFileURL(outfile))
  } finally {
    rmSync(outfile)
  }
}
