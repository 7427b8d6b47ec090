import { beforeEach, expect, test } from 'vitest'
import { eventsOf } from '../../../src/store/events.ts'
import { openForReading } from '../../../src/store/open-for-reading.ts'
import { filledIn } from '../card/registered.ts'
import { violations } from '../store/valid.ts'
import { GateWorkspace } from './gate-workspace.ts'

const rules = '[registry.stage.Production]\nrules = ["auc >= 0.85", "auc >= champion + 0.02"]\n'

let work: GateWorkspace
beforeEach(async () => {
  work = new GateWorkspace()
  await work.trained({ auc: 0.89 }, 'holdout')
})

async function promotions() {
  const store = await openForReading(`${work.directory}/.mlreg`)
  const events = eventsOf(store, 'model', 'churn').filter(({ action }) => action === 'model.promote')
  store.close()
  return events.map(({ details }) => details)
}

/** Promotes to Production with `--json`: the status, the document, and the error where there is one. */
async function promote(model: string, ...words: string[]) {
  const line = ['promote', model, '--to', 'Production', '--reason', 'try', ...words, '--json']
  const { exit, stdout, stderr } = await work.run(line)
  const document = JSON.parse(stdout)
  expect(violations('promoted', document)).toBe('')
  return { exit, document, stderr }
}

test('a stage lets in what passes its rules, and keeps the figures', async () => {
  await work.promote('churn/1', 'Production')
  await work.trained({ auc: 0.91 }, 'holdout')
  work.policy(rules)
  const { exit, document, stderr } = await promote('churn/2')
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' })
  const evidence = {
    verdict: 'pass',
    model: 'churn/2',
    against: 'churn/1',
    rules: [
      { rule: 'auc >= 0.85', value: 0.91, passed: true },
      { rule: 'auc >= champion + 0.02', value: 0.91, baseline: 0.89, limit: 0.91, passed: true },
    ],
    data: { verdict: 'same' },
  }
  expect(document).toMatchObject({ outcome: 'promoted', archived: [1], forced: false, evidence })
  expect((await promotions()).at(-1)).toMatchObject({ version: 2, evidence })
})

test('text says which rules were passed, the approvals that the stage wants among them', async () => {
  work.policy(`${rules.replace(/rules = .*/, 'rules = ["auc >= 0.85", "metrics.auc < 1"]')}approvals = 1\n`)
  await work.out('approve', 'churn/1', '--to', 'Production', '--as', 'ann', '--reason', 'seen')
  expect(await work.promote('churn/1', 'Production')).toBe(
    'churn/1: None -> Production\n  3 rules passed (auc >= 0.85, metrics.auc < 1, approvals >= 1)\n',
  )
})

test('what fails a rule is exit 1, recorded, and moves nothing; force overrules it', async () => {
  await work.promote('churn/1', 'Production')
  await work.trained({ auc: 0.9 }, 'holdout')
  work.policy(rules)
  const text = await work.run(['promote', 'churn/2', '--to', 'Production', '--reason', 'try'])
  expect(text).toEqual({
    exit: 1,
    stdout:
      "churn/2: None -> Production is refused\n  auc >= champion + 0.02: auc 0.9 is below 0.91, the champion's 0.89 + 0.02\n  1 rule passed (auc >= 0.85)\n",
    stderr: '',
  })
  const { exit, document } = await promote('churn/2')
  expect(exit).toBe(1)
  expect(document).toMatchObject({ outcome: 'refused', evidence: { verdict: 'fail' } })
  expect((await promotions()).at(-1)).toMatchObject({
    refused: expect.stringMatching(/^auc >= champion/),
    evidence: { verdict: 'fail', rules: [{ passed: true }, { passed: false, value: 0.9, baseline: 0.89 }] },
  })
  expect(await work.stages('churn')).toEqual({ 1: 'Production', 2: 'None' })
  const forced = await promote('churn/2', '--force')
  expect(forced).toMatchObject({ exit: 0, document: { outcome: 'promoted', forced: true } })
  expect((await promotions()).at(-1)).toMatchObject({
    forced: true,
    overruled: [expect.stringMatching(/below 0\.91/)],
    evidence: { verdict: 'fail' },
  })
})

test('what cannot be judged is exit 2, recorded, and moves nothing; force is the way in for the first', async () => {
  work.policy(rules)
  const { exit, document, stderr } = await promote('churn/1')
  expect(exit).toBe(2)
  expect(document).toMatchObject({
    outcome: 'unjudged',
    evidence: { verdict: 'cannot-compare', against: null },
  })
  expect(JSON.parse(stderr)).toMatchObject({
    error: { code: 'cannot-compare', hint: expect.stringMatching(/--force overrules it/) },
    exit: 2,
  })
  expect((await promotions()).at(-1)).toMatchObject({
    refused: expect.stringMatching(/there is no champion/),
    evidence: { verdict: 'cannot-compare' },
  })
  expect(await work.stages('churn')).toEqual({ 1: 'None' })
  const text = await work.run(['promote', 'churn/1', '--to', 'Production', '--reason', 'try'])
  expect(text.stdout).toBe('churn/1: None -> Production cannot be judged\n  1 rule passed (auc >= 0.85)\n')
  expect(text).toMatchObject({ exit: 2, stderr: expect.stringMatching(/^mlreg: churn\/1 cannot be judged/) })
  expect(await promote('churn/1', '--force')).toMatchObject({ exit: 0, document: { forced: true } })
  expect(await work.stages('churn')).toEqual({ 1: 'Production' })
})

test('a transition that is refused is refused, whatever cannot be judged', async () => {
  work.policy(`${rules}from = ["Staging"]\n`)
  const { exit, document } = await promote('churn/1')
  expect(exit).toBe(1)
  expect(document).toMatchObject({
    outcome: 'refused',
    refusals: [expect.stringMatching(/takes versions from/), expect.stringMatching(/there is no champion/)],
  })
})

test('the champion is what serves at that moment', async () => {
  work.policy(rules.replace('auc >= 0.85', 'auc >= 0.1'))
  await promote('churn/1', '--force')
  for (const auc of [0.92, 0.93, 0.96]) await work.trained({ auc }, 'holdout')
  expect((await promote('churn/2')).exit).toBe(0)
  const third = await promote('churn/3')
  expect(third).toMatchObject({ exit: 1, document: { evidence: { against: 'churn/2' } } })
  expect((await promote('churn/4')).exit).toBe(0)
})

test('data that differ, or that only one of both logged, keep a version out', async () => {
  await work.promote('churn/1', 'Production')
  await work.trained({ auc: 0.99 }, 'another')
  await work.trained({ auc: 0.99 })
  work.policy(rules)
  expect(await promote('churn/2')).toMatchObject({
    exit: 2,
    document: { evidence: { data: { verdict: 'different' } } },
  })
  expect(await promote('churn/3')).toMatchObject({
    exit: 2,
    document: { evidence: { data: { verdict: 'one-sided' } } },
  })
})

test('a stage that asks for a card takes none that lint refuses', async () => {
  work.policy('[registry.stage.Production]\ncard = true\n')
  const without = await promote('churn/1')
  expect(without).toMatchObject({
    exit: 1,
    document: { refusals: [expect.stringMatching(/^card: churn\/1 has no model card/)] },
  })
  await work.run(['card', 'init', 'churn/1'])
  const open = await promote('churn/1')
  expect(open.exit).toBe(1)
  expect(open.document.refusals[0]).toMatch(/^card: the model card: .*mlreg card lint churn\/1$/)
  const card = filledIn(await work.out('card', 'show', 'churn/1'))
  await work.run(['card', 'edit', 'churn/1', '--file', '-'], { stdin: card })
  expect(await promote('churn/1')).toMatchObject({
    exit: 0,
    document: { evidence: { rules: [{ rule: 'card', passed: true }] } },
  })
})

test('a rule that is misspelt in the policy is trouble, and records nothing', async () => {
  work.policy('[registry.stage.Production]\nrules = ["auc => 0.85"]\n')
  const words = ['promote', 'churn/1', '--to', 'Production', '--reason', 'try']
  expect(await work.error(...words)).toMatchObject({
    code: 'config',
    message: expect.stringMatching(/mlreg\.toml: registry\.stage\.Production\.rules: column 5 /),
    hint: 'did you mean >=?',
  })
  expect(await promotions()).toEqual([])
})
