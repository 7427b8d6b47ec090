// How long does the gate take, how much memory, and how does that grow?   node bench/run.mjs [ROWS…]
//
// Prints Markdown. Compares with pandas and SciPy where $MLREG_BENCH_PYTHON (or python3) has them. Whole processes in
// turns; figures of one machine at one time, so the ratios count.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeWindows } from './make-windows.mjs'
import { measure } from './measure.mjs'

const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [10_000, 100_000, 1_000_000]
const here = import.meta.dirname
const mlreg = [process.execPath, join(here, '..', 'bin', 'mlreg.js')]
const python = process.env.MLREG_BENCH_PYTHON ?? 'python3'
const hasPeer = spawnSync(python, ['-c', 'import scipy, pandas, pyarrow']).status === 0

spawnSync(process.execPath, ['build.mjs'], { cwd: join(here, '..'), stdio: 'inherit' })
startUp()
await drift()

function startUp() {
  const { node, version } = measure(
    { node: [process.execPath, '-e', '0'], version: [...mlreg, '--version'] },
    15,
  )
  say(
    `Start-up: mlreg --version ${seconds(version)}, node -e 0 ${seconds(node)} (${ratio(version, node)}).\n`,
  )
}

async function drift() {
  if (!hasPeer)
    say(`No comparison: ${python} cannot import scipy, pandas and pyarrow (set MLREG_BENCH_PYTHON).\n`)
  say('| rows × 25, twice | mlreg, Parquet | mlreg, CSV | CSV / Parquet | pandas + SciPy, Parquet | ratio |')
  say('|---|---|---|---|---|---|')
  const measured = []
  for (const rows of sizes) {
    const figures = await driftOf(rows)
    const { parquet, csv, peer } = figures
    const versus = peer ? [both(peer), ratio(peer, parquet)] : ['', '']
    const cells = [rows.toLocaleString('en'), both(parquet), both(csv), ratio(csv, parquet), ...versus]
    say(`| ${cells.join(' | ')} |`)
    measured.push({ rows, ...figures })
  }
  say('')
  for (const [index, now] of measured.entries()) {
    const before = measured[index - 1]
    if (before) {
      const times = (now.rows / before.rows).toFixed(0)
      say(
        `${times} times the rows, to ${now.rows.toLocaleString('en')}: ${ratio(now.parquet, before.parquet)} the time.`,
      )
    }
  }
}

async function driftOf(rows) {
  const directory = mkdtempSync(join(tmpdir(), 'mlreg-bench-'))
  try {
    await makeWindows(directory, rows)
    const windows = suffix => ['reference', 'current'].map(name => join(directory, `${name}.${suffix}`))
    const gate = suffix => [...mlreg, 'drift', ...windows(suffix), '--policy', 'classic', '--no-config']
    const peer = { peer: [python, join(here, 'peer_scipy.py'), ...windows('parquet')] }
    return measure(
      { parquet: gate('parquet'), csv: gate('csv'), ...(hasPeer ? peer : {}) },
      rows < 500_000 ? 7 : 3,
    )
  } finally {
    rmSync(directory, { recursive: true })
  }
}

function seconds({ seconds: value }) {
  return `${value.toFixed(value < 1 ? 3 : 2)} s`
}

function both(figures) {
  return Number.isNaN(figures.megabytes)
    ? seconds(figures)
    : `${seconds(figures)}, ${figures.megabytes.toFixed(0)} MB`
}

function ratio(a, b) {
  return `${(a.seconds / b.seconds).toFixed(1)}×`
}

function say(line) {
  process.stdout.write(`${line}\n`)
}
