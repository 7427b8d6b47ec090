import { appendFileSync, chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { Workspace } from '../tracking/workspace.ts'
import { expectSchema } from './files.ts'

interface Answer {
  readonly verdict: string
  readonly reference: Record<string, unknown>
  readonly current: Record<string, unknown>
  readonly summary: Record<string, number>
  readonly drift: readonly { column: string; role: string; verdict: string; weight?: number }[]
  readonly degradation: readonly { column: string; check: string; degraded: boolean }[]
  readonly warnings: readonly string[]
  readonly reproduce: string
}

let work: Workspace

const place = (name: string) => join(work.directory, name)

/** 400 rows: age moves by `shift`, the outcome is left out unless asked for. */
function csv(name: string, shift = 0, outcome = true): string {
  const rows = Array.from(
    { length: 400 },
    (_, i) => `${((i * 7919) % 400) + shift},${'xyz'[i % 3]}${outcome ? `,${i % 4 === 0 ? 1 : 0}` : ''}`,
  )
  writeFileSync(place(name), `age,plan${outcome ? ',churned' : ''}\n${rows.join('\n')}\n`)
  return place(name)
}

async function drift(...words: string[]): Promise<{ exit: number; stderr: string; answer: Answer }> {
  const { exit, stdout, stderr } = await work.run(['drift', ...words, '--json'])
  if (exit > 1) throw new Error(stderr)
  expectSchema('drift', stdout)
  return { exit, stderr, answer: JSON.parse(stdout) }
}

beforeEach(async () => {
  work = new Workspace()
  await work.out('init')
  writeFileSync(place('model.pkl'), 'weights')
})

async function register(...words: string[]): Promise<void> {
  await work.out('register', 'churn', 'model.pkl', '--again', '--baseline', csv('train.csv'), ...words)
}

test.each(['models:/churn/1', 'models:/churn/latest', 'churn/1', 'churn/None'])(
  'a window is compared with the baseline of %s',
  async reference => {
    await register()
    const { exit, answer } = await drift(reference, csv('week.csv', 300))
    expect(exit).toBe(1)
    const plain = await drift(place('train.csv'), place('week.csv'))
    expect(answer.drift.map(({ column, verdict }) => [column, verdict])).toEqual(
      plain.answer.drift.map(({ column, verdict }) => [column, verdict]),
    )
    const { versions } = await work.json<{ versions: { baseline: { profile: string } }[] }>(
      'models',
      'show',
      'churn/1',
    )
    const profile = versions[0]?.baseline.profile
    expect(answer.reference).toMatchObject({
      source: reference,
      format: 'profile',
      rows: 400,
      digest: `sha256:${profile}`,
      model: 'churn',
      version: 1,
      stage: 'None',
      baseline: { profile, name: 'train.csv', rows: 400 },
    })
    expect(answer.current).not.toHaveProperty('model')
    expect(answer.reproduce).toMatch(/^mlreg drift models:\/churn\/1 /)
  },
)

test('the answer says which version it was compared with', async () => {
  await register()
  const { stdout } = await work.run(['drift', 'models:/churn/latest', csv('week.csv')])
  expect(stdout).toMatch(
    /^ {2}reference {2}models:\/churn\/latest: churn\/1 \(None\), baseline train\.csv {2}400 rows × 3 columns\n/,
  )
})

test('its rules decide, typed ones before them, mlreg.toml after them', async () => {
  const loose = ['--rule', 'psi > 100', '--rule', 'psi-calibrated > 100']
  await register(...loose)
  const week = csv('week.csv', 100)
  writeFileSync(place('mlreg.toml'), '[drift]\nrules = ["psi > 0.05", "psi-calibrated > 0.05"]\n')
  expect((await drift('models:/churn/1', week)).answer.verdict).toBe('ok')
  expect((await drift(place('train.csv'), week)).answer.verdict).toBe('drift')
  const typed = await drift('models:/churn/1', week, '--rule', 'age: psi > 0.01')
  expect(typed.answer).toMatchObject({ verdict: 'drift', summary: { drifted: 1 } })
  expect(typed.answer.reproduce).not.toContain('100')
  expect((await drift('models:/churn/1', week, '--preset', 'strict')).answer.verdict).toBe('drift')
  const again = (await drift('models:/churn/1', week)).answer.reproduce
  expect(again).toContain("--rule 'psi > 100'")
})

test('its weights weigh, unless others are typed', async () => {
  writeFileSync(place('w.json'), '{"age": 0.9, "plan": 0.1}')
  writeFileSync(place('other.json'), '{"age": 0.1, "plan": 0.9}')
  await register('--weights', place('w.json'))
  const words = ['models:/churn/1', csv('week.csv', 300), '--exclude', 'churned']
  const { answer } = await drift(...words)
  expect(answer.summary.share).toBeCloseTo(0.9, 12)
  expect(answer.drift.map(({ column, weight }) => [column, weight])).toEqual([
    ['age', 0.9],
    ['plan', 0.1],
  ])
  expect(answer.reproduce).not.toContain('--weights')
  const other = await drift(...words, '--weights', place('other.json'))
  expect(other.answer.summary.share).toBeCloseTo(0.1, 12)
})

test('its target is told apart; where outcomes have not come yet it is no finding', async () => {
  await register('--target', 'churned', '--task', 'classification')
  const labelled = await drift('models:/churn/1', csv('week.csv'))
  expect(labelled.answer.drift.find(({ column }) => column === 'churned')).toMatchObject({ role: 'target' })
  const { exit, answer } = await drift('models:/churn/1', csv('early.csv', 0, false))
  expect(exit).toBe(0)
  expect(answer.drift.find(({ column }) => column === 'churned')).toMatchObject({ verdict: 'not-compared' })
  expect(answer.degradation.filter(({ degraded }) => degraded)).toEqual([])
})

test('two versions can be compared, and explain, tune and importance take versions too', async () => {
  writeFileSync(place('w.json'), '{"age": 0.9, "plan": 0.1}')
  writeFileSync(place('other.json'), '{"age": 0.1, "plan": 0.9}')
  await register('--weights', place('w.json'))
  const words = ['--baseline', csv('newer.csv', 300), '--weights', place('other.json')]
  await work.out('register', 'churn', 'model.pkl', '--again', ...words)
  const { answer } = await drift('models:/churn/1', 'models:/churn/2')
  expect(answer).toMatchObject({ verdict: 'drift', reference: { version: 1 }, current: { version: 2 } })
  const explained = await work.json('drift', 'explain', 'churn/1', place('newer.csv'), 'age')
  expect(explained).toMatchObject({ column: 'age', reference: { source: 'churn/1', rows: 400 } })
  const history = Array.from({ length: 9 }, (_, i) => csv(`past-${i}.csv`, i))
  const tuned = await work.run([
    'drift',
    'tune',
    'models:/churn/1',
    '--alpha',
    '0.1',
    '--json',
    '--history',
    ...history,
  ])
  expect(JSON.parse(tuned.stdout)).toMatchObject({ reference: { source: 'models:/churn/1' } })
  const importance = await work.run([
    'drift',
    'importance',
    'models:/churn/1',
    'churn/2',
    '--top',
    '1',
    '--json',
  ])
  expect(importance.exit).toBe(1)
  expect(JSON.parse(importance.stdout)).toMatchObject({
    verdict: 'drift',
    columns: [{ drifted: true }, { drifted: true }],
  })
})

test('a stored file is a window', async () => {
  const id = (await work.out('start')).trim()
  await work.out('log', 'artifact', csv('week.csv', 300), '--run', id)
  writeFileSync(place('rows.jsonl'), '{"age": 1}\n{"age": 2}\n')
  await work.out('log', 'artifact', place('rows.jsonl'), '--run', id)
  const { answer } = await drift(csv('train.csv'), `runs:/${id}/week.csv`)
  expect(answer).toMatchObject({
    verdict: 'drift',
    current: { source: `runs:/${id}/week.csv`, format: 'csv', rows: 400 },
  })
  expect(await work.error('drift', `runs:/${id}`, place('train.csv'))).toMatchObject({ code: 'usage' })
  expect(await work.json('profile', `runs:/${id}/rows.jsonl`)).toMatchObject({ rows: 2 })
  expect(await work.error('drift', `runs:/${id}/none.csv`, place('train.csv'))).toMatchObject({
    code: 'not-found',
  })
})

test('what is missing is told, and a missing file is never taken for a model', async () => {
  await work.out('register', 'churn', 'model.pkl')
  const week = csv('week.csv')
  expect(await work.error('drift', 'models:/churn/1', week)).toEqual({
    code: 'not-found',
    message: 'churn/1 has no baseline to compare with',
    hint: 'give it one, of a window or a profile: mlreg register churn/1 --baseline FILE',
  })
  expect(await work.error('drift', 'churn@champion', week)).toMatchObject({
    message: 'churn@champion does not exist, and model "churn" has no alias "champion"',
  })
  expect(await work.error('drift', 'weeks/7', week)).toMatchObject({ message: 'weeks/7 does not exist' })
  expect(await work.error('drift', 'models:/chrun/1', week)).toMatchObject({ hint: 'did you mean "churn"?' })
  expect(await work.error('drift', 'models:/churn/1/none.csv', week)).toMatchObject({ code: 'not-found' })
  expect(await work.error('drift', '--log', 'models:/churn/1', week)).toMatchObject({
    code: 'usage',
    hint: '--log took "models:/churn/1" for a run: put --log last, or write --log new',
  })
  mkdirSync(place('broken/.mlreg'), { recursive: true })
  writeFileSync(place('broken/.mlreg/mlreg.db'), 'no database')
  expect(await work.error('drift', 'weeks/7', week, '--store', place('broken'))).toMatchObject({
    message: 'weeks/7 does not exist',
  })
  expect(await work.error('drift', 'models:/churn/1', week, '--store', place('broken'))).toMatchObject({
    code: 'not-a-store',
  })
  mkdirSync(place('empty'))
  expect(await work.error('drift', 'models:/churn/1', week, '--store', place('empty'))).toMatchObject({
    code: 'not-found',
  })
})

test('damaged bytes of a baseline are no answer', async () => {
  await register()
  const { answer } = await drift('models:/churn/1', csv('week.csv'))
  const digest = String(answer.reference.digest).replace('sha256:', '')
  const blob = place(`.mlreg/artifacts/sha256/${digest.slice(0, 2)}/${digest}`)
  chmodSync(blob, 0o644)
  appendFileSync(blob, ' ')
  expect(await work.error('drift', 'models:/churn/1', place('week.csv'))).toMatchObject({
    code: 'corrupt',
    message: 'the stored bytes of the baseline of churn/1 are not what was stored',
  })
})
