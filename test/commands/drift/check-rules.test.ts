import { expect, test } from 'vitest'
import { checkRules } from '../../../src/commands/drift/check-rules.ts'
import { parseRule } from '../../../src/drift/rule.ts'
import { driftTests } from '../../../src/drift/tests.ts'
import { measured } from '../../drift/measured.ts'

const letters = 'abcdefgh'

const check = (rule: string) => checkRules([parseRule(rule)])

test('a rule may name every figure that a test gives, and no p-value that it has not', () => {
  const columns = [
    measured('x', [1, 2, 3, 4, 5, 6], [2, 4, 6, 8, 10]),
    measured('three', ['a', 'b'], ['b', 'c']),
    measured('two', ['a', 'b', 'b'], ['b', 'a']),
    measured('longer', Array.from(Array(10).keys()), Array.from(Array(10).keys())),
    measured('rare', [...letters.repeat(4), 'z'], [...letters.repeat(5)]),
  ]
  for (const { name, hasPValue, figures = [] } of driftTests) {
    const given = columns.flatMap(({ measure }) => Object.keys(measure.tests[name] ?? {}))
    const listed = ['statistic', ...(hasPValue ? ['pValue'] : []), ...figures]
    expect([...new Set(given)].sort(), name).toEqual(listed.sort())
    for (const figure of new Set(given)) expect(() => check(`${name}.${figure} > 1`), name).not.toThrow()
    if (!hasPValue) expect(() => check(`${name}.p < 1`)).toThrow(expect.objectContaining({ code: 'usage' }))
  }
})

test.each([
  'ks.p < 0.01 and psi > 0.1 and wasserstein.normalized > 1',
  'null_rate > 0.1 and null_ratio > 3',
  'null_ratio > 3 and null_rate > 0.1',
  'null_ratio > 3',
  'type_changed.misfits > 5',
  'row_count < 0.5 and row_count.rows < 100',
  'accuracy < 0.9 and accuracy.drop > 0.01',
  'x: roc_auc < 0.8',
  'ks.tieAwarePValue < 1e-9',
  'chi-square.exactPValue < 0.01',
])('%s may be asked', rule => expect(() => check(rule)).not.toThrow())

test.each([
  'ks.P.value < 0.1',
  'ks.dof > 1',
  'psi.normalized > 1',
  'null_ratio.null_rate > 1',
  'null_rate > 0.1 and low_variance < 0.1',
  'null_rate > 0.1 and psi > 0.1',
  'accuracy < 0.9 and null_rate > 0.1',
  'roc_auc < 0.9 and accuracy < 0.9',
  'x: row_count < 0.5',
  'chi-square.exactPValue < 0.001',
])('%s could never hold', rule => {
  expect(() => check(rule)).toThrow(expect.objectContaining({ code: 'usage' }))
})
