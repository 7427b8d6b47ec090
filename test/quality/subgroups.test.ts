import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openEngine } from '../../src/data/engine.ts'
import { openWindow } from '../../src/data/open-window.ts'
import { type SubgroupRequest, type SubgroupResult, subgroups } from '../../src/quality/subgroups.ts'
import { expectNear, golden } from '../stats/golden.ts'

interface Interval {
  readonly value: number
  readonly low?: number
  readonly high?: number
  readonly of?: number
}

type Range = { readonly low: number; readonly high: number }

interface Case {
  readonly name: string
  readonly group: readonly string[]
  readonly target: readonly number[]
  readonly prediction: readonly number[]
  readonly score: readonly number[]
  readonly figures: Readonly<Record<string, Readonly<Record<string, Interval>>>>
  readonly gaps: Readonly<Record<string, { readonly difference: number; readonly ratio: number }>>
  readonly ofTwo?: { readonly difference: Range; readonly ratio: Range }
}

type Columns = Readonly<Record<string, readonly (string | number | null)[]>>

const directory = mkdtempSync(join(tmpdir(), 'mlreg-subgroups-'))
let files = 0

async function grouped(columns: Columns, request: Partial<SubgroupRequest> = {}): Promise<SubgroupResult> {
  const names = Object.keys(columns)
  const rows = (columns[names[0] as string] ?? []).map((_, row) =>
    names.map(name => columns[name]?.[row] ?? ''),
  )
  const path = join(directory, `${++files}.csv`)
  writeFileSync(path, [names, ...rows].map(cells => `${cells.join(',')}\n`).join(''))
  const engine = await openEngine()
  try {
    const window = await openWindow(engine, { source: path, role: 'reference', types: new Map() })
    return await subgroups(engine, window, {
      target: 'target',
      prediction: 'prediction',
      by: ['group'],
      ...request,
    })
  } finally {
    engine.close()
  }
}

describe('Fairlearn, scikit-learn, SciPy and statsmodels compute the same of', () => {
  test.each(golden<Case>('subgroups'))(
    '$name',
    async ({ group, target, prediction, score, figures, gaps, ofTwo }) => {
      const { by, positive } = await grouped({ group, target, prediction, score }, { score: 'score' })
      const [result] = by
      expect(positive).toBe('1')
      expect(result?.groups.map(({ label }) => label)).toEqual(Object.keys(figures).sort())
      for (const { label, figures: found } of result?.groups ?? []) {
        for (const [name, expected] of Object.entries(figures[label as string] ?? {})) {
          const figure = found.get(name)
          const { low, high } = figure?.bounds(0.975) ?? {}
          const at = `${label} ${name}`
          near(figure?.value, expected.value, at)
          expect(figure?.of).toBe(expected.of)
          if (expected.low !== undefined) near(low, expected.low, `${at} low`)
          if (expected.high !== undefined) near(high, expected.high, `${at} high`)
        }
        const shares = ['accuracy', 'precision', 'recall', 'false_positive_rate', 'selection_rate']
        for (const name of shares) expect(found.has(name)).toBe(name in (figures[label as string] ?? {}))
      }
      for (const [name, { difference, ratio }] of Object.entries(gaps)) {
        const gap = result?.gaps.find(one => one.name === name)
        near(gap?.difference.value, difference, name)
        near(gap?.ratio?.value, ratio, `${name} ratio`)
      }
      if (ofTwo === undefined) return
      const parity = result?.gaps.find(({ name }) => name === 'demographic_parity')
      near(parity?.difference.low, Math.max(0, ofTwo.difference.low), 'difference low')
      near(parity?.difference.high, Math.max(ofTwo.difference.high, -ofTwo.difference.low), 'difference high')
      near(parity?.ratio?.low, Math.min(ofTwo.ratio.low, 1 / ofTwo.ratio.high), 'ratio low', 1e-7)
      near(parity?.ratio?.high, Math.min(1, ofTwo.ratio.high), 'ratio high', 1e-7)
    },
  )
})

function near(actual: number | undefined, expected: number, label: string, tolerance = 1e-9): void {
  if (Math.abs(expected) < 1e-12) expect(Math.abs(actual as number), label).toBeLessThan(1e-9)
  else expectNear(actual as number, expected, tolerance, label)
}

describe('groups', () => {
  const answers = { target: [1, 0, 1, 0, 1, 0], prediction: [1, 0, 0, 0, 1, 1] }

  test('rows without a value are a group of their own, after all others', async () => {
    const { by } = await grouped({ group: ['b', null, 'a', null, 'b', 'a'], ...answers })
    expect(by[0]?.groups.map(({ label, rows }) => [label, rows])).toEqual([
      ['a', 2],
      ['b', 2],
      [null, 2],
    ])
  })

  test('of numbers are in the order of numbers, and whole', async () => {
    const { by } = await grouped({ group: [10, 9, 2, 10, 9, 2], ...answers })
    expect(by[0]?.groups.map(({ label }) => label)).toEqual(['2', '9', '10'])
  })

  test('rows without a target or an answer are counted and take no part', async () => {
    const { by, all } = await grouped({
      group: ['a', 'a', 'a', 'b', 'b', 'c'],
      target: [1, 0, null, 1, 0, null],
      prediction: [1, 0, 1, null, 0, 1],
    })
    expect([all.rows, all.used]).toEqual([6, 3])
    expect(by[0]?.groups.map(({ rows, used }) => [rows, used])).toEqual([
      [3, 2],
      [2, 1],
      [1, 0],
    ])
    expect(by[0]?.gaps.find(({ name }) => name === 'accuracy')?.leftOut).toEqual([2])
  })

  test('names that are SQL are names', async () => {
    const { by } = await grouped({ group: ["a' OR '1'='1", 'b', "a' OR '1'='1", 'b', 'b', 'b'], ...answers })
    expect(by[0]?.groups.map(({ rows }) => rows)).toEqual([2, 4])
  })

  test('more than two classes: accuracy alone is compared', async () => {
    const target = ['x', 'y', 'z', 'x', 'y', 'z']
    const { by, positive } = await grouped({ group: [1, 1, 1, 2, 2, 2], target, prediction: target })
    expect(positive).toBeUndefined()
    expect(by[0]?.gaps.map(({ name }) => name)).toEqual(['accuracy'])
    expect([...(by[0]?.groups[0]?.figures.keys() ?? [])]).toEqual(['accuracy', 'balanced_accuracy', 'f1'])
  })

  test('numbers: errors are compared', async () => {
    const target = Array.from({ length: 40 }, (_, row) => row / 4)
    const prediction = target.map((value, row) => value + (row % 2 === 0 ? 1 : -2))
    const group = target.map((_, row) => (row % 2 === 0 ? 'even' : 'odd'))
    const { by, task } = await grouped({ group, target, prediction })
    expect(task).toBe('regression')
    expect(by[0]?.gaps).toMatchObject([{ name: 'mae', difference: { value: 1 }, ratio: { value: 0.5 } }])
  })

  test.each([
    ['not-found', { group: [1, 2, 1, 2, 1, 2], ...answers }, { by: ['region'] }, /no column "region"/],
    ['not-found', { group: [1, 2, 1, 2, 1, 2], ...answers }, { target: 'y' }, /no column "y"/],
    ['not-found', { group: [1, 2, 1, 2, 1, 2], ...answers }, { positive: 'yes' }, /target "yes"/],
    ['bad-input', { group: ['a', 'b', 'a', 'b', 'a', 'b'], ...answers }, { score: 'group' }, /no numbers/],
    [
      'cannot-compare',
      { group: [1, 2], target: [1, 0], prediction: [null, null] },
      {},
      /both a target and an answer/,
    ],
  ])('%s', async (code, columns, request, message) => {
    await expect(grouped(columns, request)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    })
  })

  test('too many of them are refused, with a way out; points in time too', async () => {
    const many = Array.from({ length: 2_000 }, (_, row) => row)
    const ones = many.map(row => row % 2)
    await expect(grouped({ group: many, target: ones, prediction: ones })).rejects.toMatchObject({
      code: 'bad-input',
      message: '"group" makes more than 1,000 groups, and a card has room for 30',
      hint: expect.stringContaining('bands'),
    })
    const days = many.slice(0, 6).map(row => `2026-05-0${row + 1}T00:00:00`)
    await expect(grouped({ group: days, ...answers })).rejects.toMatchObject({ code: 'bad-input' })
  })
})
