// Windows beyond memory: time and peak memory of `mlreg drift` for a current window of growing length against a
// reference of 1,000,000 rows, both raw Parquet of five columns of numbers.   node bench/beyond.mjs [ROWS…]
//
// Prints Markdown. Windows are made by DuckDB, in a process of its own, in a temporary directory (TMPDIR): 3 GB for
// 100,000,000 rows, and as much again while mlreg sorts.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { measure } from './measure.mjs'

const sizes =
  process.argv.length > 2 ? process.argv.slice(2).map(Number) : [1_000_000, 10_000_000, 100_000_000]
const here = import.meta.dirname
const directory = mkdtempSync(join(tmpdir(), 'mlreg-beyond-'))
const reference = join(directory, 'reference.parquet')
const current = join(directory, 'current.parquet')

try {
  const gigabytes = (totalmem() / 2 ** 30).toFixed(0)
  say(
    `${availableParallelism()} × ${cpus()[0]?.model}, ${gigabytes} GiB, Node ${process.versions.node}, ${today()}\n`,
  )
  make(reference, 1_000_000, 0)
  say('| rows × 5 | made by DuckDB in | Parquet | drift | CPU | peak memory |')
  say('|---|---|---|---|---|---|')
  for (const rows of sizes) {
    const made = make(current, rows, 1)
    const words = ['drift', reference, current, '--no-config', '--quiet', '--exit-zero']
    const rounds = rows > 20_000_000 ? 1 : 3
    const { drift } = measure(
      { drift: [process.execPath, join(here, '..', 'bin', 'mlreg.js'), ...words] },
      rounds,
    )
    const { seconds, cpu, megabytes } = drift
    const size = `${(statSync(current).size / 2 ** 20).toFixed(0)} MB`
    say(
      `| ${rows.toLocaleString('en')} | ${made.toFixed(1)} s | ${size} | ${seconds.toFixed(1)} s | ${cpu.toFixed(1)} s | ${megabytes.toFixed(0)} MB |`,
    )
    rmSync(current)
  }
} finally {
  rmSync(directory, { recursive: true })
}

/** Numbers of every sort: three columns whose values all differ, one of cents and one of few whole numbers. */
function make(path, rows, seed) {
  const uniform = salt =>
    `((hash(range * 8 + ${salt} + ${seed} * 1000000000000) % 9007199254740991 + 1) / 9007199254740993)`
  const columns = [
    `sqrt(-2 * ln(${uniform(1)})) * cos(2 * pi() * ${uniform(2)}) AS normal`,
    `exp(10 * ${uniform(3)} * ${uniform(4)}) AS skewed`,
    `1 / ${uniform(5)} AS heavy`,
    `round(exp(8 * ${uniform(6)}), 2) AS price`,
    `(hash(range * 3 + ${seed}) % 50)::INTEGER AS few`,
  ]
  const script = `
    import { DuckDBInstance } from '@duckdb/node-api'
    const connection = await (await DuckDBInstance.create(':memory:', { memory_limit: '1GB' })).connect()
    await connection.run("COPY (SELECT ${columns.join(', ')} FROM range(${rows})) TO '${path}' (FORMAT parquet)")`
  const started = performance.now()
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: here,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(stderr)
  return (performance.now() - started) / 1000
}

function today() {
  return new Date().toISOString().slice(0, 10)
}

function say(line) {
  process.stdout.write(`${line}\n`)
}
