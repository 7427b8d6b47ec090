import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { parseRule } from '../../../src/gate/parse-rule.ts'
import { gatePresets } from '../../../src/gate/presets.ts'
import { modelEvents } from '../../../src/registry/model-events.ts'
import { openForReading } from '../../../src/store/open-for-reading.ts'
import { filledIn } from '../card/registered.ts'
import { violations } from '../store/valid.ts'
import { GateWorkspace } from './gate-workspace.ts'

// churn/1 is the champion, churn/2 is better, churn/3 was scored on other data, churn/4 logged none.
const work = new GateWorkspace()
beforeAll(async () => {
  await work.trained({ auc: 0.89, f1: 0.8, accuracy: 0.9, latency_ms: 20 }, 'holdout')
  await work.promote('churn/1', 'Production')
  await work.trained(
    { auc: 0.91, f1: 0.83, accuracy: 0.86, latency_ms: 21, loss: 'inf', odd: 'nan' },
    'holdout',
  )
  await work.trained({ auc: 0.95 }, 'another')
  await work.trained({ auc: 0.9 })
})

const rule = (text: string) => ['--rule', text]

test('a pass is exit 0 and quiet on request, a fail exit 1', async () => {
  const passed = await work.gate('churn/2', ...rule('auc >= 0.85'), ...rule('auc >= champion + 0.02'))
  expect(passed).toMatchObject({ exit: 0, stderr: '' })
  expect(passed.stdout).toMatch(
    /churn\/2 passes against churn\/1\n[\s\S]*0\.91 is at least 0\.91.*\n\n.*exit 0: pass\n$/,
  )
  expect(await work.gate('churn/2', ...rule('auc >= 0.85'), '-q')).toEqual({
    exit: 0,
    stdout: '',
    stderr: '',
  })
  const failed = await work.gate('churn/2', ...rule('auc >= champion + 0.03'), '-q')
  expect(failed).toMatchObject({ exit: 1, stderr: '' })
  expect(failed.stdout).toMatch(/churn\/2 fails[\s\S]*below 0\.92/)
})

test('what cannot be compared is shown, and is exit 2 with a reason whatever the flags', async () => {
  for (const flags of [[], ['--exit-zero'], ['--findings-exit-code', '5'], ['-q']]) {
    const { exit, stdout, stderr } = await work.gate('churn/2', ...rule('acu >= 0.85'), ...flags)
    expect(exit).toBe(2)
    expect(stdout).toMatch(/churn\/2 cannot be judged\n[\s\S]*has no metric "acu"/)
    expect(stderr).toBe(
      'mlreg: churn/2 cannot be judged by 1 rule: acu >= 0.85: the run of churn/2 has no metric "acu"\nhint: did you mean auc?\n',
    )
  }
  const json = await work.gate('churn/2', ...rule('odd > 0'), ...rule('auc > 1'), '--json')
  expect(JSON.parse(json.stdout)).toMatchObject({ verdict: 'cannot-compare', exit: 2 })
  expect(JSON.parse(json.stderr)).toMatchObject({ error: { code: 'cannot-compare' }, exit: 2 })
})

test('a fail can have another status, or none', async () => {
  const failing = ['churn/2', ...rule('auc > 0.99')]
  expect((await work.gate(...failing, '--findings-exit-code', '7')).exit).toBe(7)
  const lenient = await work.gate(...failing, '--exit-zero', '--json')
  expect(lenient.exit).toBe(0)
  expect(JSON.parse(lenient.stdout)).toMatchObject({ verdict: 'fail', exit: 0 })
})

test('the document fits its schema and has the figures', async () => {
  const rules = ['auc >= champion * 1.02', 'loss <= 5', 'tags.x = y', '"f1" > champion']
  const { stdout } = await work.gate('churn/2', ...rules.flatMap(rule), '--json')
  const document = JSON.parse(stdout)
  expect(violations('gate', document)).toBe('')
  expect(document).toMatchObject({
    schema: 'mlreg.gate/1',
    model: 'churn/2',
    against: 'churn/1',
    data: { verdict: 'same' },
  })
  expect(document.rules[0]).toEqual({
    rule: 'auc >= champion * 1.02',
    metric: 'auc',
    value: 0.91,
    baseline: 0.89,
    limit: 0.9078,
    passed: true,
    message: "auc 0.91 is at least 0.9078, the champion's 0.89 * 1.02",
  })
  expect(document.rules[1]).toMatchObject({ value: 'Infinity', passed: false })
  expect(document.rules[2]).toMatchObject({ value: null, passed: null })
})

test('data that differ are no comparison, and --any-data says so', async () => {
  const better = ['churn/3', ...rule('auc >= champion + 0.02')]
  const refused = await work.gate(...better, '--json')
  expect(refused.exit).toBe(2)
  expect(JSON.parse(refused.stderr).error).toMatchObject({ hint: expect.stringMatching(/--any-data/) })
  const lifted = await work.gate(...better, '--any-data', '--json')
  expect(lifted).toMatchObject({ exit: 0, stderr: expect.stringMatching(/^warning: .*different data/) })
  expect(JSON.parse(lifted.stdout).data).toMatchObject({ verdict: 'different', ignored: true })
  const oneSided = await work.gate('churn/4', ...rule('auc >= champion'))
  expect(oneSided).toMatchObject({
    exit: 2,
    stderr: expect.stringMatching(/the candidate logged no evaluation data/),
  })
  expect(await work.gate('churn/4', ...rule('auc >= champion'), '--any-data')).toMatchObject({ exit: 0 })
  expect((await work.gate('churn/4', '--preset', 'same-data')).exit).toBe(2)
  // Floors and sizes compare no metrics of two models.
  expect(
    await work.gate('churn/3', ...rule('auc > 0.9'), ...rule('model.bytes <= champion * 2')),
  ).toMatchObject({ exit: 0, stderr: '' })
})

test('the champion: --against, the version in Production, the alias; never the candidate', async () => {
  const judged = async (...words: string[]) => {
    const { exit, stdout, stderr } = await work.gate(...words, ...rule('auc >= champion'), '--json')
    return { exit, stderr, ...JSON.parse(stdout) }
  }
  expect(await judged('churn/2', '--against', 'churn/4', '--any-data')).toMatchObject({
    against: 'churn/4',
    exit: 0,
  })
  expect(await judged('churn/1')).toMatchObject({
    exit: 2,
    stderr: expect.stringMatching(/the champion itself/),
  })
  const other = new GateWorkspace()
  await other.trained({ auc: 0.8 })
  await other.trained({ auc: 0.9 })
  const alone = await other.gate('churn/2', ...rule('auc >= champion'), ...rule('auc > 0'), '--json')
  expect(JSON.parse(alone.stdout)).toMatchObject({ against: null, verdict: 'cannot-compare' })
  expect(JSON.parse(alone.stderr).error.hint).toMatch(/--force/)
  await other.out('alias', 'churn@champion', 'churn/1')
  const aliased = await other.gate('churn/2', ...rule('auc >= champion'), '--json')
  expect(JSON.parse(aliased.stdout)).toMatchObject({ against: 'churn/1', verdict: 'pass' })
  await other.promote('churn/2', 'Production')
  const both = await other.gate('churn/2', ...rule('auc >= champion'))
  expect(both.exit).toBe(2)
  expect(both.stderr).toMatch(
    /warning: the champion is churn\/2, which is in Production, and not churn@champion, which is 1/,
  )
})

test('rules of a stage, of presets and typed ones are judged together, each once', async () => {
  const staged = new GateWorkspace()
  staged.policy(
    '[registry.stage.Production]\napprovals = 1\ncard = true\nrules = ["auc >= 0.85", "auc < 1"]\n',
  )
  await staged.trained({ auc: 0.9, f1: 0.9, accuracy: 0.9 })
  const words = ['churn/1', '--to', 'production', '--preset', 'floor', ...rule('auc >= 0.85')]
  const { stdout, exit } = await staged.gate(...words, '--json')
  const rules = JSON.parse(stdout).rules.map((one: { rule: string; passed: boolean }) => [
    one.rule,
    one.passed,
  ])
  expect(rules).toEqual([
    ['auc >= 0.85', true],
    ['auc < 1', true],
    ['card', false],
    ['approvals >= 1', false],
    ['accuracy >= 0.85', true],
  ])
  expect(exit).toBe(1)
  expect((await staged.gate(...words)).stdout).toContain(
    'approvals 0 is below 1: somebody other than who registered it has to say mlreg approve churn/1 --to Production',
  )
  const approvals = async (...more: string[]) => {
    const { stdout } = await staged.gate('churn/1', ...rule('approvals >= 1'), ...more, '--json')
    return JSON.parse(stdout).rules.at(-1)
  }
  const approve = ['approve', 'churn/1', '--to', 'Production']
  await staged.out(...approve, '--reason', 'looks right', '--as', 'bob')
  expect(await approvals('--to', 'Production')).toMatchObject({ passed: true, value: 1 })
  expect(await approvals()).toMatchObject({ passed: null })
  await staged.out(...approve, '--reject', '--reason', 'does not', '--as', 'eve')
  expect(await approvals('--to', 'Production')).toMatchObject({
    ...{ passed: false, value: 0, message: 'approvals 0 is below 1: eve rejected it for Production' },
  })
})

test('a card is judged for a stage of the policy as promote judges it', async () => {
  const own = new GateWorkspace()
  await own.trained({ auc: 0.9 })
  own.policy('[registry]\nstages = ["new", "live"]\n[registry.stage.live]\ncard = true\n')
  await own.run(['card', 'init', 'churn/1'])
  const card = await own.out('card', 'show', 'churn/1')
  const written = filledIn(card).replace(/^license: .*$/m, '')
  await own.run(['card', 'edit', 'churn/1', '--file', '-'], { stdin: written })
  const gated = await own.gate('churn/1', '--to', 'live', '--json')
  const promoted = await own.run(['promote', 'churn/1', '--to', 'live', '--reason', 'try', '--json'])
  expect([gated.exit, promoted.exit]).toEqual([1, 1])
  expect(`card: ${JSON.parse(gated.stdout).rules[0].message}`).toBe(JSON.parse(promoted.stdout).refusals[0])
})

test('digests show their first digits', async () => {
  const { stdout } = await work.gate('churn/2', ...rule('data.evaluation'))
  expect(stdout).toMatch(/data\.evaluation +✓ passed +[0-9a-f]{12} /)
})

test('what asks nothing passes nothing', async () => {
  expect(await work.error('gate', 'churn/2')).toMatchObject({
    code: 'usage',
    message: 'there is no rule to judge by',
  })
  expect(await work.error('gate', 'churn/2', '--to', 'Staging')).toMatchObject({
    message: 'the stage Staging asks nothing',
  })
  expect(await work.error('gate')).toMatchObject({ message: 'no model is named' })
  expect(await work.error('gate', 'churn/9', ...rule('auc > 0'))).toMatchObject({ code: 'not-found' })
  expect(await work.error('gate', 'churn/2', '--to', 'Prod', ...rule('auc > 0'))).toMatchObject({
    code: 'not-found',
  })
  expect(await work.error('gate', 'churn/2', '--preset', 'retrian')).toMatchObject({
    code: 'usage',
    message: expect.stringMatching(/Did you mean retrain/),
  })
})

test('a rule that is misspelt is pointed at', async () => {
  const { exit, stdout, stderr } = await work.gate('churn/2', ...rule('auc => 0.8'))
  expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' })
  expect(stderr).toContain('  auc => 0.8\n      ^\nhint: did you mean >=?\n')
})

test('JUnit, annotations, CSV and Markdown say the same', async () => {
  const words = ['churn/2', ...rule('auc > 0.9'), ...rule('auc > 0.99'), ...rule('nope > 0')]
  const junit = join(work.directory, 'gate.xml')
  const { stdout } = await work.gate(...words, '--format', 'github', '--report', `junit=${junit}`)
  expect(stdout).toBe(
    '::error title=gate%3A auc > 0.99::auc 0.91 is not above 0.99\n::error title=gate%3A nope > 0::the run of churn/2 has no metric "nope"\n',
  )
  expect(readFileSync(junit, 'utf8')).toMatch(
    /tests="3" failures="1" errors="1" skipped="0"[\s\S]*<failure [\s\S]*<error message/,
  )
  const csv = (await work.gate(...words, '--format', 'csv')).stdout.trimEnd().split(/\r?\n/)
  expect(csv[0]).toBe('rule,metric,value,baseline,limit,passed,message')
  expect(csv[1]).toBe('auc > 0.9,auc,0.91,,0.9,true,auc 0.91 is above 0.9')
  expect((await work.gate(...words, '--format', 'md')).stdout).toContain('**auc &gt; 0.99** | ')
})

test('hostile names are printed escaped', async () => {
  const { stdout, stderr } = await work.gate(
    'churn/2',
    ...rule('"\u001b[31m" > 0'),
    ...rule('tags."a|b" = "\u0007"'),
  )
  expect(stdout + stderr).not.toMatch(/[^\P{Cc}\n]/u)
})

test('--log keeps the figures in the history, and nothing else does', async () => {
  const logged = new GateWorkspace()
  await logged.trained({ auc: 0.9, loss: 'inf' })
  const history = async () => {
    const store = await openForReading(`${logged.directory}/.mlreg`)
    const events = modelEvents(store, 'churn').filter(({ action }) => action === 'gate')
    store.close()
    return events
  }
  await logged.gate('churn/1', ...rule('auc > 0.8'))
  expect(await history()).toEqual([])
  expect((await logged.gate('churn/1', ...rule('loss < 1'), '--log')).exit).toBe(1)
  const [event] = await history()
  expect(event).toMatchObject({
    version: 1,
    to: null,
    actor: 'tester',
    evidence: { verdict: 'fail', rules: [{ rule: 'loss < 1', value: 'Infinity', passed: false }] },
  })
})

test('every preset is a list of rules, and the schema has them', async () => {
  for (const { rules } of gatePresets) for (const one of rules) expect(parseRule(one).text).toBe(one)
  expect(new Set(gatePresets.map(({ name }) => name)).size).toBe(gatePresets.length)
  const document = await work.json('gate', '--list-presets')
  expect(violations('gate-presets', document)).toBe('')
  const { exit } = await work.gate('churn/2', '--preset', 'retrain')
  expect(exit).toBe(0)
})

test('the program itself, from a baseline over drift checks to its statuses', async () => {
  const checked = new GateWorkspace()
  await checked.versions('fraud', 1)
  const rows = (shift: number) => [...Array(400).keys()].map(i => `${(i % 20) + shift},${i % 3}`)
  for (const [name, shift] of [
    ['train.csv', 0],
    ['same.csv', 0],
    ['moved.csv', 9],
  ] as const) {
    writeFileSync(join(checked.directory, name), `a,b\n${rows(shift).join('\n')}\n`)
  }
  const mlreg = (...words: string[]) => {
    const { MLREG_NOW: _, ...env } = { ...process.env, ...checked.env }
    const program = [resolve('bin/mlreg.js'), ...words]
    const { status, stdout, stderr } = spawnSync(process.execPath, program, {
      cwd: checked.directory,
      env,
      encoding: 'utf8',
    })
    return { status, stdout, stderr }
  }
  expect(mlreg('register', 'fraud', 'same.csv', '--baseline', 'train.csv').stdout).toBe('fraud/2\n')
  const gate = ['gate', 'fraud/2', '--preset', 'fresh-drift']
  expect(mlreg(...gate)).toMatchObject({ status: 2, stderr: expect.stringMatching(/no data were compared/) })
  expect(mlreg('drift', 'models:/fraud/2', 'moved.csv', '--log', 'new').status).toBe(1)
  expect(mlreg(...gate)).toMatchObject({ status: 1, stdout: expect.stringMatching(/"drift", not "ok"/) })
  expect(mlreg('drift', 'models:/fraud/2', 'same.csv', '--log', 'new').status).toBe(0)
  expect(mlreg(...gate, '--quiet')).toEqual({ status: 0, stdout: '', stderr: '' })
}, 60_000)
