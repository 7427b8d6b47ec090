import { describe, expect, test } from 'vitest'
import { qualityMetrics } from '../../src/quality/metrics.ts'
import type { Outcomes } from '../../src/quality/outcomes.ts'
import { expectNear, golden } from '../stats/golden.ts'
import { outcomesOf } from './outcomes.ts'

interface Case {
  readonly name: string
  readonly task: Outcomes['task']
  readonly positive?: string | null
  readonly target: readonly (string | number)[]
  readonly prediction?: readonly (string | number)[]
  readonly score?: readonly number[]
  readonly figures: Readonly<Record<string, number>>
}

function computed(outcomes: Outcomes | undefined): Record<string, number> {
  if (outcomes === undefined) throw new Error('no outcomes')
  return Object.fromEntries(
    qualityMetrics.flatMap(metric => {
      const value = metric.compute(outcomes)
      return value === undefined ? [] : [[metric.name, value]]
    }),
  )
}

describe('scikit-learn computes the same of', () => {
  test.each(golden<Case>('quality'))('$name', async ({ task, positive, figures, ...given }) => {
    const columns = {
      target: given.target,
      ...(given.prediction ? { prediction: given.prediction } : {}),
      ...(given.score ? { score: given.score } : {}),
    }
    const found = computed(await outcomesOf(columns, task, positive ?? undefined))
    expect(Object.keys(found).sort()).toEqual(Object.keys(figures).sort())
    for (const [name, value] of Object.entries(figures)) {
      if (value === 0) expect(Math.abs(found[name] as number), name).toBeLessThan(1e-12)
      else expectNear(found[name] as number, value, 1e-9, name)
    }
  })
})

describe('what has no answer is left out', () => {
  test('one class only: nothing that compares two', async () => {
    const target = Array.from({ length: 20 }, () => 'yes')
    const outcomes = await outcomesOf(
      { target, prediction: target, score: target.map((_, row) => row / 20) },
      'classification',
      'yes',
    )
    const names = Object.keys(computed(outcomes))
    expect(names).toEqual(['accuracy', 'balanced_accuracy', 'precision', 'recall', 'f1', 'log_loss', 'brier'])
  })

  test('rows without a label or an answer take no part', async () => {
    const columns = {
      target: ['a', 'a', 'b', null, 'b'],
      prediction: ['a', 'b', null, 'a', 'b'],
      score: [0.1, 0.2, 0.9, 0.9, null],
    }
    const outcomes = await outcomesOf(columns, 'classification', 'b')
    expect(outcomes).toMatchObject({ rows: 3 })
    expect(computed(outcomes)).toMatchObject({ accuracy: 2 / 3, roc_auc: 1 })
  })

  test('no row with both: no outcomes', async () => {
    const columns = { target: ['a', null, 'b', null], prediction: [null, 'a', null, 'b'] }
    expect(await outcomesOf(columns, 'classification', 'b')).toBeUndefined()
    const amounts = { target: [1.5, null], prediction: [null, 2.5] }
    expect(await outcomesOf(amounts, 'regression')).toBeUndefined()
  })
})

test('every metric says what it is and which way is better', () => {
  expect(new Set(qualityMetrics.map(({ name }) => name)).size).toBe(qualityMetrics.length)
  for (const { definition } of qualityMetrics) expect(definition).toMatch(/^.{20,}\.$/s)
})
