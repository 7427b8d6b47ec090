import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parseRule } from '../../src/drift/rule.ts'
import { shared } from '../data/open.ts'
import { type Cell, compare, repeat, rightOf100 } from './outcomes.ts'

type Compared = Awaited<ReturnType<typeof compare>>
const rowOf = ({ rows }: Compared, check: string) => rows.find(row => row.check === check)
const fallen = ({ rows }: Compared) => rows.flatMap(row => (row.degraded ? [row.check] : []))

describe('--max-drop is a share of the baseline, and strict', () => {
  test.each([
    [80, 76, 0.05, false],
    [80, 75, 0.05, true],
    [80, 77, 0.05, false],
    [60, 57, 0.05, false],
    [100, 95, 0.05, false],
    [100, 94, 0.05, true],
    [90, 63, 0.3, false],
    [90, 62, 0.3, true],
    [70, 69, 0, true],
    [70, 70, 0, false],
    [70, 90, 0, false],
  ])('accuracy from %i%% to %i%%, at most %d: fell %s', async (before, after, maxDrop, fell) => {
    const row = rowOf(await compare(rightOf100(before), rightOf100(after), { maxDrop }), 'accuracy')
    expect(row).toMatchObject({ degraded: fell, baseline: before / 100, current: after / 100 })
    expect(row?.threshold).toBeCloseTo((before / 100) * (1 - maxDrop), 12)
  })

  test('an error rises, and of no error any rise past the limit counts', async () => {
    const target = [10, 20, 30, 40]
    const off = (by: number) => ({ target, prediction: target.map(value => value + by) })
    const compared = (before: number, after: number) =>
      compare(off(before), off(after), { task: 'regression' })
    expect(rowOf(await compared(1, 1.05), 'mae')?.degraded).toBe(false)
    expect(rowOf(await compared(1, 1.0501), 'mae')?.degraded).toBe(true)
    expect(rowOf(await compared(0, 0.05), 'mae')?.degraded).toBe(false)
    expect(rowOf(await compared(0, 0.06), 'mae')).toMatchObject({ degraded: true, threshold: 0.05 })
  })

  test.each([
    [95, 'minor', 'accuracy 0.96 → 0.9'],
    [85, 'moderate', 'worse'],
    [60, 'major', '37.5% worse'],
  ])('%i%% is %s', async (after, severity, part) => {
    const row = rowOf(await compare(rightOf100(96), rightOf100(after), { maxDrop: 0.01 }), 'accuracy')
    expect(row).toMatchObject({ severity, degraded: true })
    expect(row?.message).toContain(part)
  })
})

describe('rules decide for the metrics they name', () => {
  const rules = (...texts: readonly string[]) => ({ rules: texts.map(parseRule) })

  test.each([
    ['accuracy < 0.7', ['accuracy'], true],
    ['accuracy < 0.6', [], true],
    ['accuracy.drop > 0.2', ['accuracy'], true],
    ['accuracy.drop > 0.25', [], true],
    ['prediction: accuracy < 0.7', ['accuracy'], true],
    ['other: accuracy < 0.7', ['accuracy'], false],
  ])('%s', async (rule, expected, decided) => {
    const compared = await compare(rightOf100(80), rightOf100(60), rules(rule))
    expect(fallen(compared).filter(check => check === 'accuracy')).toEqual(expected)
    expect(fallen(compared)).toContain('f1')
    const limit = Number(rule.split(' ').at(-1))
    if (decided) expect(rowOf(compared, 'accuracy')?.threshold).toBe(limit)
  })
})

describe('labels are compared as labels, whatever holds them', () => {
  const labels: Readonly<Record<string, readonly [Cell, Cell]>> = {
    integers: [0, 1],
    fractions: ['0.0', '1.0'],
    booleans: ['false', 'true'],
  }
  const pairs = Object.keys(labels).flatMap(target => Object.keys(labels).map(p => [target, p] as const))

  test.each(pairs)('targets as %s, predictions as %s', async (targetKind, predictionKind) => {
    const windowOf = (right: number) => {
      const { target = [], prediction = [] } = rightOf100(right)
      const as = (kind: string, cells: readonly Cell[]) =>
        cells.map(cell => labels[kind]?.[Number(cell)] ?? null)
      return { target: as(targetKind, target), prediction: as(predictionKind, prediction) }
    }
    const compared = await compare(windowOf(80), windowOf(60))
    expect(rowOf(compared, 'accuracy')).toMatchObject({ baseline: 0.8, current: 0.6 })
    expect(rowOf(compared, 'recall')).toMatchObject({ baseline: 0.8, current: 0.6 })
    expect(rowOf(compared, 'outcome_correlation')?.baseline).toBeCloseTo(0.6, 12)
  })

  test('whole numbers in one window and fractions or quotes in the other', async () => {
    const reference = rightOf100(80)
    const current = Object.fromEntries(
      Object.entries(rightOf100(60)).map(([name, cells]) => [name, cells.map(cell => `"${cell}.0"`)]),
    )
    expect(rowOf(await compare(reference, current), 'accuracy')).toMatchObject({
      baseline: 0.8,
      current: 0.6,
    })
  })

  test('scores find the positive class of booleans beside numeric predictions', async () => {
    const { target = [], prediction = [] } = rightOf100(80)
    const columns = { target: target.map(Boolean), prediction, score: target.map(cell => Number(cell) * 0.8) }
    expect(rowOf(await compare(columns, columns), 'roc_auc')).toMatchObject({ baseline: 1, current: 1 })
  })
})

describe('the positive class', () => {
  const { target = [], prediction = [] } = rightOf100(90)
  const named = (no: string, yes: string) => {
    const name = (cell: Cell) => (cell ? yes : no)
    return {
      target: target.map(name),
      prediction: prediction.map((cell, row) => (row < 4 ? no : name(cell))),
    }
  }
  const recall = async (no: string, yes: string, positive?: string) => {
    const columns = named(no, yes)
    const request = positive === undefined ? {} : { positive }
    return rowOf(await compare(columns, columns, request), 'recall')?.baseline
  }

  test.each([
    ['no', 'yes', undefined, 0.86],
    ['NO', 'YES', undefined, 0.86],
    ['negative', 'positive', undefined, 0.86],
    ['stays', 'churns', undefined, 0.9],
    ['stays', 'churns', 'churns', 0.86],
    ['no', 'yes', 'no', 0.9],
  ])('of %s and %s, asked for %s', async (no, yes, positive, expected) => {
    expect(await recall(no, yes, positive)).toBeCloseTo(expected, 12)
  })

  test('must occur in the reference', async () => {
    await expect(recall('no', 'yes', 'maybe')).rejects.toMatchObject({
      code: 'not-found',
      hint: 'it has: no, yes',
    })
  })
})

describe('the correlation of score and outcome', () => {
  const window = (rows: number, noise: number) => {
    const target = Array.from({ length: rows }, (_, row) => row % 2)
    return {
      target,
      score: target.map((label, row) => 0.5 + (label - 0.5) * 0.4 + noise * Math.sin(row * 37)),
    }
  }
  const correlation = async (rows: number) =>
    rowOf(await compare(window(rows, 0.1), window(rows, 0.16)), 'outcome_correlation')

  test('has fallen when Fisher’s z says that so many rows tell', async () => {
    expect((await correlation(2000))?.degraded).toBe(true)
    const few = await correlation(20)
    expect(few?.degraded).toBe(false)
    expect((few?.baseline ?? 0) * 0.95).toBeGreaterThan(few?.current ?? 1)
  })

  test('three rows tell nothing', async () => expect((await correlation(3))?.degraded).toBe(false))
})

describe('quality that cannot be compared is a warning', () => {
  const whole = rightOf100(80)

  test.each<[string, Record<string, readonly Cell[]>]>([
    ['no target column', { prediction: whole.prediction ?? [] }],
    ['no label', { target: repeat(null, 100), prediction: whole.prediction ?? [] }],
    ['no answer', { target: whole.target ?? [], prediction: repeat(null, 100) }],
  ])('%s in the current window', async (_, current) => {
    const { rows, warning } = await compare(whole, { ...current, x: repeat(1, 100) })
    expect(rows).toEqual([])
    expect(warning).toMatch(/^quality was not compared: .*current window/)
  })

  test('predictions that are coded otherwise than the labels', async () => {
    const { target = [], prediction = [] } = whole
    const coded = { target: target.map(label => (label ? 'yes' : 'no')), prediction }
    const { rows, warning } = await compare(coded, coded)
    expect(rows.filter(row => row.degraded)).toEqual([])
    expect(warning).toBe('no prediction of the reference is a label of target: are they coded alike?')
    expect(await compare(whole, whole)).not.toHaveProperty('warning')
  })

  test('nobody asked: nothing to say', async () => {
    expect(await compare({ x: [1] }, { x: [1] })).toEqual({ rows: [] })
  })
})

const concept = `${shared}concept/`

describe.skipIf(!existsSync(concept))('outcomes flipped, predictions unchanged', () => {
  test('gives the known figures', async () => {
    const { label_flip } = JSON.parse(readFileSync(`${concept}answers_dev.json`, 'utf8')).sets
    const [, ...lines] = readFileSync(`${concept}label_flip.csv`, 'utf8').trim().split('\n')
    const windowOf = (period: string) => {
      const rows = lines.map(line => line.split(',')).filter(cells => cells[0] === period)
      const column = (at: number) => rows.map(cells => cells[at] ?? null)
      return { target: column(1), prediction: column(2), score: column(3) }
    }
    const compared = await compare(windowOf('reference'), windowOf('current'))
    for (const [check, key = check] of [
      ['accuracy'],
      ['precision'],
      ['recall'],
      ['f1'],
      ['roc_auc'],
      ['brier'],
      ['outcome_correlation', 'pearson_proba_outcome'],
    ] as const) {
      const row = rowOf(compared, check)
      expect(row?.degraded, check).toBe(true)
      expect(row?.baseline, check).toBeCloseTo(label_flip.periods.reference[key], 12)
      expect(row?.current, check).toBeCloseTo(label_flip.periods.current[key], 12)
    }
  })
})
