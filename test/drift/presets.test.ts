import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { calibrated } from '../../src/drift/calibrated.ts'
import { classic } from '../../src/drift/classic.ts'
import type { Policy } from '../../src/drift/policy.ts'
import { type Preset, presets, withPresetRules } from '../../src/drift/presets.ts'
import { parseRule } from '../../src/drift/rule.ts'
import { driftTests } from '../../src/drift/tests.ts'
import { measured, withFigures } from './measured.ts'

const [start, standard, strict] = presets as unknown as readonly [Preset, Preset, Preset]
const texts = ({ rules }: Preset) => rules.map(({ text }) => text)

test('the limits of the schedule, to the letter', () => {
  expect(presets.map(({ name, minEffect }) => [name, minEffect])).toEqual([
    ['start', 0.25],
    ['standard', 0.2],
    ['strict', 0.1],
  ])
  expect(texts(start)).toEqual([
    'ks.p < 0.001 and psi > 0.25',
    'chi-square.p < 0.001 and psi > 0.25',
    'null_rate > 0.1 and null_ratio > 3',
  ])
  expect(texts(standard)).toEqual(['ks.p < 0.01 and psi > 0.2', 'chi-square.p < 0.01 and psi > 0.2'])
  expect(texts(strict)).toEqual(['ks.p < 0.05 and psi > 0.1', 'chi-square.p < 0.05 and psi > 0.1'])
})

const base = [
  measured('a', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [1, 2, 3, 4, 5, 6, 7, 8, 9, 11]),
  measured('b', ['x', 'y', 'x', 'x', 'y', 'x', 'y', 'x', 'y', 'y'], [...'xyxyxyxyxy']),
] as const

describe.each<[string, Policy]>([
  ['classic', classic],
  ['calibrated', calibrated],
])('by the %s policy', (_, policy) => {
  const drifted = (preset: Preset, psi: number, p: number) => {
    const columns = base.map((column, i) =>
      withFigures(column, {
        [i === 0 ? 'ks' : 'chi-square']: { statistic: 0.5, pValue: p },
        psi: { statistic: psi },
        'psi-calibrated': { statistic: psi, dof: 9, size: 1000 },
      }),
    )
    const { minEffect, rules } = preset
    const tests = driftTests.map(({ name }) => name)
    const rows = policy.judge(columns, { tests, rules, alpha: 0.05, minEffect, correction: 'bh' })
    return rows.filter(({ verdict }) => verdict === 'drifted').map(({ column }) => column.name)
  }

  test('what a lenient preset calls drift, a stricter one does too', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 0.6, noNaN: true }), fc.double({ min: 0, max: 0.1 }), (psi, p) => {
        const found = presets.map(preset => drifted(preset, psi, p))
        for (const [i, names] of found.entries())
          expect(found[i + 1] ?? names).toEqual(expect.arrayContaining(names))
      }),
    )
    expect(presets.map(preset => drifted(preset, 0.26, 0.0009).length)).toEqual([2, 2, 2])
    expect(presets.map(preset => drifted(preset, 0.01, 1e-9).length)).toEqual([0, 0, 0])
  })
})

test('by classic each limit is where it says', () => {
  const column = (psi: number, p: number) =>
    withFigures(base[0], { ks: { statistic: 0.5, pValue: p }, psi: { statistic: psi } })
  const verdicts = (psi: number, p: number) =>
    presets.map(({ rules, minEffect }) => {
      const given = { tests: ['ks', 'psi'], rules, alpha: 0.05, minEffect, correction: 'bh' } as const
      return classic.judge([column(psi, p)], given)[0]?.verdict === 'drifted'
    })
  expect(verdicts(0.2501, 0.00099)).toEqual([true, true, true])
  expect(verdicts(0.25, 0.00099)).toEqual([false, true, true])
  expect(verdicts(0.2501, 0.001)).toEqual([false, true, true])
  expect(verdicts(0.2, 1e-9)).toEqual([false, false, true])
  expect(verdicts(0.3, 0.0101)).toEqual([false, false, true])
  expect(verdicts(0.1, 1e-9)).toEqual([false, false, false])
  expect(verdicts(0.3, 0.05)).toEqual([false, false, false])
})

test('a rule for all columns takes the place of those that name its tests', () => {
  const beside = (...rules: readonly string[]) =>
    withPresetRules(rules.map(parseRule), start).flatMap(({ text, isReplaced }) => (isReplaced ? [] : text))
  expect(beside()).toEqual(texts(start))
  expect(beside('psi > 0.3')).toEqual(['psi > 0.3', 'null_rate > 0.1 and null_ratio > 3'])
  expect(beside('null_ratio > 9')).toEqual(['null_ratio > 9', ...texts(start).slice(0, 2)])
  expect(beside('age: psi > 0.3')).toEqual(['age: psi > 0.3', ...texts(start)])
})

test('a rule for a column takes their place in that column', () => {
  const columns = ['age', 'income'].map(name =>
    withFigures(measured(name, [1, 2, 3, 4, 5], [1, 2, 3, 4, 6]), {
      ks: { statistic: 0.5, pValue: 1e-9 },
      psi: { statistic: 0.3 },
    }),
  )
  const rules = withPresetRules([parseRule('age: psi > 0.4')], start)
  const given = { tests: ['ks', 'psi'], rules, alpha: 0.05, minEffect: 0.25, correction: 'bh' } as const
  const rows = classic.judge(columns, given)
  expect(rows.map(({ column, verdict }) => [column.name, verdict])).toEqual(
    expect.arrayContaining([
      ['age', 'stable'],
      ['income', 'drifted'],
    ]),
  )
})
