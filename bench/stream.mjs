// Does the memory of a current window against a profile depend on its length?   node bench/stream.mjs [ROWS…]
//
// Prints Markdown: time and peak memory of `mlreg profile` and of `mlreg drift PROFILE WINDOW` for windows of growing
// length. Windows are made by DuckDB, in a process of its own, in a temporary directory.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { measure } from './measure.mjs'

const sizes =
  process.argv.length > 2 ? process.argv.slice(2).map(Number) : [1_000_000, 10_000_000, 50_000_000]
const here = import.meta.dirname
const mlreg = [process.execPath, join(here, '..', 'bin', 'mlreg.js')]
const directory = mkdtempSync(join(tmpdir(), 'mlreg-stream-'))

try {
  const reference = join(directory, 'reference.parquet')
  const profile = join(directory, 'reference.profile')
  make(reference, sizes[0], 0)
  const { status } = spawnSync(mlreg[0], [mlreg[1], 'profile', reference, '-o', profile, '-q'], {
    stdio: 'inherit',
  })
  if (status !== 0) throw new Error('no profile')
  say(
    `Reference: a profile of ${sizes[0].toLocaleString('en')} rows, ${statSync(profile).size.toLocaleString('en')} bytes.\n`,
  )
  say('| rows × 6 | drift PROFILE WINDOW | profile WINDOW |')
  say('|---|---|---|')
  for (const rows of sizes) {
    const window = join(directory, 'window.parquet')
    make(window, rows, 1)
    const options = ['--memory', '512MB', '--no-config', '--quiet', '--exit-zero']
    const { drift, shown } = measure(
      {
        drift: [...mlreg, 'drift', profile, window, ...options],
        shown: [...mlreg, 'profile', window, '--memory', '512MB', '--no-config', '--quiet'],
      },
      1,
    )
    say(`| ${rows.toLocaleString('en')} | ${both(drift)} | ${both(shown)} |`)
    rmSync(window)
  }
} finally {
  rmSync(directory, { recursive: true })
}

/** Four columns of numbers, all of whose values differ, one of few values and one of categories. */
function make(path, rows, seed) {
  const uniform = salt => `((hash(range * 8 + ${salt + 100 * seed}) % 1000000007 + 1) / 1000000008)`
  const columns = [
    `sqrt(-2 * ln(${uniform(1)})) * cos(2 * pi() * ${uniform(2)}) AS normal`,
    `exp(${uniform(3)} * 10) AS skewed`,
    `1700000000 + range / 7 AS stamp`,
    `1 / ${uniform(4)} AS heavy`,
    `(hash(range + ${seed}) % 50)::INTEGER AS few`,
    `'w' || (hash(range * 3 + ${seed}) % 200) AS word`,
  ]
  const script = `
    import { DuckDBInstance } from '@duckdb/node-api'
    const connection = await (await DuckDBInstance.create(':memory:', { memory_limit: '1GB' })).connect()
    await connection.run("COPY (SELECT ${columns.join(', ')} FROM range(${rows})) TO '${path}' (FORMAT parquet)")`
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: here,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(stderr)
}

function both({ seconds, megabytes }) {
  return `${seconds.toFixed(1)} s, ${megabytes.toFixed(0)} MB`
}

function say(line) {
  process.stdout.write(`${line}\n`)
}
