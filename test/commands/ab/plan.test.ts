import { expect, test } from 'vitest'
import { golden } from '../../stats/golden.ts'
import { expectSchema } from '../drift/files.ts'
import { run } from '../drift/run.ts'

async function plan(...words: string[]) {
  const { exit, stdout, stderr } = await run('ab', 'plan', ...words, '--json')
  if (exit !== 0) throw new Error(stderr)
  expectSchema('ab-plan', stdout)
  return JSON.parse(stdout)
}

test('rows for a lift, the lift of so many rows, and the power of both agree', async () => {
  const asked = await plan('--baseline', '0.08', '--lift', '0.01')
  expect(asked).toMatchObject({
    ...{ answer: 'rows', kind: 'proportion', rows: { a: 9616, b: 9616, total: 19_232 }, relativeLift: 0.125 },
  })
  const inverse = await plan('--baseline', '0.08', '--rows', '9616')
  expect(inverse).toMatchObject({ answer: 'lift', power: 0.8 })
  expect(inverse.lift).toBeCloseTo(0.01, 5)
  const both = await plan('--baseline', '0.08', '--lift', '0.01', '--rows', '9616')
  expect(both.answer).toBe('power')
  expect(both.power).toBeCloseTo(0.8, 5)
})

test('against statsmodels, of means and of shares', async () => {
  type Means = { effect: number; alpha: number; power: number; sides: number; rows: number }
  for (const { effect, alpha, power, sides, rows } of golden<Means>('ab-mean-plans')) {
    const words = [
      '--sd',
      '2',
      '--lift',
      String(2 * effect),
      '--alpha',
      String(alpha),
      '--power',
      String(power),
    ]
    const { rows: planned } = await plan(...words, '--alternative', sides === 1 ? 'greater' : 'two-sided')
    expect(planned.a).toBe(Math.ceil(rows))
  }
})

test('relative lifts, errors and unequal arms', async () => {
  expect(await plan('--baseline', '0.08', '--lift', '12.5%')).toMatchObject({ lift: 0.01, rows: { a: 9616 } })
  expect(await plan('--baseline', '0.2', '--lift', '0.05', '--relative')).toMatchObject({ lift: 0.01 })
  const fewer = await plan('--baseline', '0.08', '--lift', '0.01', '--lower-is-better')
  expect(fewer.rows.a).toBeLessThan(9616)
  const { rows } = await plan('--baseline', '0.08', '--lift', '0.01', '--ratio', '0.25')
  expect(rows.b).toBe(Math.ceil(rows.a / 4))
})

test.each([
  [['--lift', '0.01'], 'neither --baseline nor --sd'],
  [['--baseline', '0.08'], 'neither --lift nor --rows'],
  [['--baseline', '8', '--lift', '1'], 'no share'],
  [['--baseline', '0.99', '--lift', '0.02'], 'no share can rise'],
  [['--baseline', '0.01', '--lift', '0.02', '--lower-is-better'], 'no share can fall'],
  [['--baseline', '0.5', '--lift', '0'], 'above 0'],
  [['--baseline', '0', '--lift', '5%'], 'must not be 0'],
  [['--sd', '2', '--lift', '5%'], 'share of --baseline'],
  [['--sd', '0', '--lift', '1'], '--sd'],
  [['--sd', '1', '--lift', '1e-12'], 'more rows than anybody has'],
  [['--sd', '1', '--rows', '1'], '2 rows or more'],
  [['--baseline', '0.5', '--rows', '3'], 'no lift is seen'],
  [['--baseline', '0.5', '--rows', '3', '--ratio', '0.1'], 'B 0'],
])('%j is no plan', async (words, message) => {
  const { exit, stdout, stderr } = await run('ab', 'plan', ...words)
  expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' })
  expect(stderr).toContain(message)
})
