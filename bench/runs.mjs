// How long do lists and searches of many runs take, as whole processes?   node bench/runs.mjs [RUNS] [STORE]
//
// Prints Markdown. STORE is kept and used again; without one the store is made and removed.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeStore } from './make-store.mjs'
import { measure } from './measure.mjs'

const runs = Number(process.argv[2] ?? 20_000)
const kept = process.argv[3]
const root = join(import.meta.dirname, '..')
spawnSync(process.execPath, ['build.mjs'], { cwd: root, stdio: 'inherit' })

const directory = kept ?? mkdtempSync(join(tmpdir(), 'mlreg-bench-'))
const store = join(directory, '.mlreg')
const started = performance.now()
if (!existsSync(store)) await makeStore(store, runs)
say(`${runs.toLocaleString('en')} runs made in ${((performance.now() - started) / 1000).toFixed(1)} s.\n`)

const asked = {
  'mlreg --version': ['--version'],
  runs: ['runs'],
  'runs --filter, one metric': ['runs', '--filter', 'metrics.metric_3 > 0.99'],
  'runs --filter, four conditions': [
    'runs',
    '--filter',
    "(metrics.metric_3 > 0.9 or params.param_4 < 0.1) and params.param_0 like 'model-%' and start_time > '2024-06-01'",
  ],
  'runs --order-by metric': ['runs', '--order-by', 'metrics.metric_3 desc'],
  'runs best --max': ['runs', 'best', '--max', 'metric_3'],
  'runs --filter nothing passes': [
    'runs',
    '--filter',
    "params.param_5 = 'none' or not metrics.metric_4 >= 0",
  ],
}
const commands = Object.fromEntries(
  Object.entries(asked).map(([name, words]) => [
    name,
    [
      process.execPath,
      join(root, 'bin', 'mlreg.js'),
      ...words,
      ...(name.startsWith('runs') ? ['--store', store] : []),
    ],
  ]),
)
const measured = measure(commands, 7)
say('| command | time | of CPU |')
say('|---|---|---|')
for (const [name, figures] of Object.entries(measured))
  say(`| ${name} | ${figures.seconds.toFixed(2)} s | ${figures.cpu.toFixed(2)} s |`)
if (kept === undefined) rmSync(directory, { recursive: true })

function say(text) {
  process.stdout.write(`${text}\n`)
}
