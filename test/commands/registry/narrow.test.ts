import { beforeEach, expect, test } from 'vitest'
import { insertCheck } from '../../../src/registry/checks.ts'
import { resolveVersion } from '../../../src/registry/resolve-version.ts'
import { openStore } from '../../../src/store/open-store.ts'
import { storedRun } from '../store/stored-run.ts'
import { RegistryWorkspace } from './registry-workspace.ts'

const summary = {
  ...{ exit: 1, policy: 'calibrated', columns: 3, compared: 3, drifted: 1, share: 0.3, degraded: 1 },
  ...{ notCompared: 0, data: { name: 'week.csv', digest: null, rows: 9 }, baseline: 'b', top: [] },
}

let work: RegistryWorkspace

beforeEach(async () => {
  work = new RegistryWorkspace()
})

async function checked(model: string, verdict: string): Promise<void> {
  const store = await openStore(`${work.directory}/.mlreg`, { lockTimeoutMs: 1_000, allowNetwork: false })
  try {
    const check = { timeMs: Date.UTC(2026, 4, 3), actor: 'ann', runId: null, report: null, verdict, summary }
    store.write(() => insertCheck(store, resolveVersion(store, model), check))
  } finally {
    store.close()
  }
}

test('80 columns show the last check before any metric', async () => {
  const run = await storedRun(work, { model: 'weights' })
  const metrics = ['accuracy', 'f1_score', 'log_loss', 'roc_auc'].map(key => `${key}=0.91`)
  await work.out('log', 'metric', ...metrics, '--run', run)
  for (const verdict of ['drift,degradation', 'ok']) {
    await work.out('register', 'churn', '--run', run, '--again')
    await checked('churn/latest', verdict)
  }
  await work.promote('churn/1', 'Production')
  await work.out('alias', 'churn@champion', 'churn/1')
  const shown = await work.out('models', 'show', 'churn', '--width', '80')
  expect(shown).toMatch(/Production +@cham.*2026-05-01 12:00:00 +✗ drift \+1, 2026-05-03$/m)
  expect(shown).toMatch(/None .*2026-05-01 12:00:00 +✓ ok, 2026-05-03$/m)
  expect(shown).toMatch(/not shown: accuracy, f1_score, log_loss, roc_auc, by, run/)
})

test('80 columns show whole stages, however long the names beside them', async () => {
  const name = 'churn-of-yearly-customers'
  await work.versions(name, 4)
  for (const n of [1, 2, 3]) await work.promote(`${name}/${n}`, 'Staging', '--keep-existing')
  await work.promote(`${name}/4`, 'Production')
  for (const alias of ['champion', 'challenger', 'shadow']) {
    await work.out('alias', `${name}@${alias}`, `${name}/4`)
  }
  const shown = await work.out('models', '--width', '80')
  expect(shown).toMatch(/ churn-.*… *.* Production 4, Staging 3 2 1 /)
  expect(Math.max(...shown.split('\n').map(line => line.length))).toBeLessThanOrEqual(80)
})

test('what was refused is wrapped where there is no room for it, between words, and is one line in a pipe', async () => {
  await work.versions('churn', 1)
  work.policy('[registry.stage.Production]\nfrom = ["Staging"]\napprovals = 2\n')
  const words = ['promote', 'churn/1', '--to', 'Production', '--reason', 'now']
  const { stdout } = await work.run([...words, '--width', '60'])
  const lines = stdout.split('\n')
  expect(lines.slice(0, 3)).toEqual([
    'churn/1: None -> Production is refused',
    '  Production takes versions from Staging, and this one',
    '      is in None',
  ])
  expect(Math.max(...lines.map(line => line.length))).toBeLessThanOrEqual(60)
  expect((await work.run(words)).stdout.split('\n')).toHaveLength(4)
})
