import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { main } from '../src/main.ts'
import { fakeIo } from './fake-io.ts'

interface Expected {
  readonly options: readonly string[]
  readonly exit: number
  readonly verdict: string
  readonly drifted: readonly string[]
  readonly degraded: readonly (readonly [column: string, check: string])[]
}

const root = 'fixtures/windows'
const names = readdirSync(root, { withFileTypes: true })
  .filter(entry => entry.isDirectory())
  .map(entry => entry.name)
  .sort()

test('real data, a steady pair and the usual damages are shipped', () => {
  expect(names).toEqual([
    'bike-rental',
    'by-day',
    'labelled',
    'missing-column',
    'new-category',
    'nulls',
    'regression',
    'renamed-column',
    'shifted-mean',
    'steady',
    'type-changed',
  ])
})

describe.each(names)('%s', name => {
  const folder = join(root, name)
  const expected: Expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8'))
  const suffix = existsSync(join(folder, 'reference.csv')) ? 'csv' : 'parquet'
  const windows = ['reference', 'current'].map(role => join(folder, `${role}.${suffix}`))
  const words = ['drift', ...windows, ...expected.options, '--policy', 'classic']

  test('gives the status and the findings of expected.json', async () => {
    const io = fakeIo()
    const exit = await main([...words, '--json'], io)
    const document = JSON.parse(io.written.stdout)
    const found: Expected = {
      options: expected.options,
      exit,
      verdict: document.verdict,
      drifted: document.drift.filter((row: Drift) => row.drifted).map((row: Drift) => row.column),
      degraded: document.degradation
        .filter((row: Degradation) => row.degraded)
        .map((row: Degradation) => [row.column, row.check]),
    }
    expect(inAnyOrder(found)).toEqual(inAnyOrder(expected))
    expect(document.exit).toBe(exit)
    expect(io.written.stderr).toBe('')
  })

  test('is quiet with --quiet exactly when it is fine', async () => {
    const io = fakeIo()
    const exit = await main([...words, '--quiet'], io)
    expect(exit).toBe(expected.exit)
    expect(io.written.stdout === '').toBe(exit === 0)
  })
})

interface Drift {
  readonly column: string
  readonly drifted: boolean
}

interface Degradation {
  readonly column: string
  readonly check: string
  readonly degraded: boolean
}

function inAnyOrder({ drifted, degraded, ...rest }: Expected) {
  return {
    ...rest,
    drifted: [...drifted].sort(),
    degraded: degraded.map(pair => pair.join(' ')).sort(),
  }
}
