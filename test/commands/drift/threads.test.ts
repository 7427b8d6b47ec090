import { spawnSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { openEngine } from '../../../src/data/engine.ts'
import { expectSchema } from './files.ts'
import type { DriftDocument } from './run.ts'

const directory = mkdtempSync(join(tmpdir(), 'mlreg-threads-'))
const paths = ['reference', 'current'].map(role => join(directory, `${role}.parquet`)) as [string, string]

/** Two windows of 150,000 rows: with seven columns of numbers, 2.1 million values, past where threads take over. */
const rows = 150_000
const numbers = (shift: number) => [
  `(hash(range) % 100000) / 1000 + ${shift} AS uniform`,
  `sqrt(-2 * ln((hash(range * 2 + ${shift}) % 99991 + 1) / 99992)) AS skewed`,
  `(hash(range * 3 + ${shift}) % 7)::BIGINT AS few`,
  `1700000000000000 + range * ${1000 + shift} AS stamp`,
  `CASE WHEN range % ${10 - shift} = 0 THEN NULL ELSE -range / 3 END AS gaps`,
  `CASE range WHEN 5 THEN 'inf'::DOUBLE WHEN 6 THEN 'nan'::DOUBLE ELSE range % 1000 END AS odd`,
  '9007199254740992 + range AS big',
]
const names = ['uniform', 'skewed', 'few', 'stamp', 'gaps', 'odd', 'big']

beforeAll(async () => {
  const engine = await openEngine()
  for (const [shift, path] of paths.entries()) {
    const columns = [...numbers(shift), `'w' || (hash(range) % ${9 + shift}) AS word`].join(', ')
    await engine.rows(`COPY (SELECT ${columns} FROM range(${rows})) TO '${path}' (FORMAT parquet)`)
  }
  engine.close()
})

function drift(...options: readonly string[]) {
  return driftOn([], ...options)
}

/** The textbook judges every column by itself, so that it makes no difference which others there are. */
function driftOn(
  node: readonly string[],
  ...options: readonly string[]
): {
  exit: number | null
  stdout: string
  document: DriftDocument
} {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...node, 'bin/mlreg.js', 'drift', ...paths, '--policy', 'classic', '--json', ...options],
    { encoding: 'utf8' },
  )
  if (status !== 0 && status !== 1) throw new Error(stderr)
  return { exit: status, stdout, document: JSON.parse(stdout) }
}

describe('a window large enough for worker threads', () => {
  test('gives each column the row that it has when measured alone, without them', () => {
    const whole = drift()
    expect(whole.exit).toBe(1)
    expectSchema('drift', whole.stdout)
    expect(whole.document.drift.map(row => row.column).sort()).toEqual([...names, 'word'].sort())
    const parts = [names.slice(0, 4), [...names.slice(4), 'word']].map(part =>
      drift('--columns', part.join()),
    )
    const alone = parts.flatMap(part => part.document.drift)
    for (const row of whole.document.drift)
      expect(row, row.column).toEqual(alone.find(other => other.column === row.column))
    const checks = (found: DriftDocument) =>
      found.degradation.map(row => JSON.stringify(row)).filter(row => !row.includes('new_column'))
    expect(checks(whole.document).sort()).toEqual(parts.flatMap(part => checks(part.document)).sort())
  })

  test('gives the same bytes again', () => {
    expect(drift().stdout).toBe(drift().stdout)
  })

  test('gives the same bytes without WebAssembly', () => {
    expect(driftOn(['--jitless']).stdout).toBe(drift().stdout)
  })

  test('counts what is null, infinite and beyond a double', () => {
    const { drift: found } = drift().document
    const reference = (name: string) => found.find(row => row.column === name)?.reference
    expect(reference('odd')).toMatchObject({ rows, nulls: 1, infinite: 1 })
    expect(reference('gaps')).toMatchObject({ nulls: rows / 10 })
    expect(reference('big')).toMatchObject({ distinct: rows })
  })
})
