import { beforeEach, expect, test } from 'vitest'
import { violations } from '../store/valid.ts'
import { RegistryWorkspace } from './registry-workspace.ts'

let work: RegistryWorkspace

/** One step a minute, beginning at 12:01. */
beforeEach(async () => {
  work = new RegistryWorkspace()
  const steps: (() => Promise<unknown>)[] = [
    () => work.versions('churn', 1),
    () => work.promote('churn/1', 'Production'),
    () => work.versions('churn', 2),
    () => work.out('alias', 'churn@champion', 'churn/1'),
    () => work.promote('churn/2', 'Production'),
    () => work.out('alias', 'churn@champion', 'churn/2', '--reason', 'won'),
    () => work.out('rollback', 'churn', '--reason', 'complaints', '--as', 'ben'),
  ]
  for (const step of steps) {
    work.later()
    await step()
  }
})

interface Event {
  readonly time: string
  readonly action: string
  readonly version: number | null
}

test('what happened, the newest last, with who, when and why', async () => {
  const document = await work.json<{ events: Event[] }>('history', 'churn')
  expect(violations('history', document)).toBe('')
  expect(
    document.events.map(({ time, action, version }) => `${time.slice(14, 16)} ${action} ${version}`),
  ).toEqual([
    '01 register 1',
    '02 promote 1',
    '03 register 2',
    '04 alias 1',
    '05 archive 1',
    '05 promote 2',
    '06 alias 2',
    '07 archive 2',
    '07 rollback 1',
  ])
  expect(document.events.at(-1)).toEqual({
    ...{ time: '2026-05-01T12:07:00.000Z', actor: 'ben', action: 'rollback', name: 'churn', version: 1 },
    ...{ from: 'Archived', to: 'Production', reason: 'complaints', forced: false, refused: null },
    ...{ evidence: null, details: { replaced: 2 } },
  })
  expect(document.events[6]).toMatchObject({ action: 'alias', from: 1, details: { alias: 'champion' } })
  const text = await work.out('history', 'churn')
  expect(text).toMatch(/rollback +Archived -> Production +ben +for churn\/2 \| complaints\n/)
  expect(text).toContain('9 events')
})

test('one stage, in any case', async () => {
  const { events } = await work.json<{ events: Event[] }>('history', 'churn', '--stage', 'production')
  expect(events.map(({ action, version }) => `${action} ${version}`)).toEqual([
    'promote 1',
    'archive 1',
    'promote 2',
    'archive 2',
    'rollback 1',
  ])
  expect(await work.error('history', 'churn', '--stage', 'Prodution')).toMatchObject({ code: 'not-found' })
})

test('refused and forced attempts show', async () => {
  work.policy('[registry.stage.Production]\nfrom = ["Staging"]\n')
  const promote = ['promote', 'churn/2', '--to', 'Production', '--reason', 'now']
  await work.run(promote)
  await work.out(...promote, '--force')
  const { events } = await work.json<{ events: Event[] }>('history', 'churn')
  expect(events.filter(({ version }) => version === 2).slice(-2)).toMatchObject([
    { action: 'promote', forced: false, refused: expect.stringContaining('takes versions from Staging') },
    { action: 'promote', forced: true, refused: null, details: { overruled: [expect.any(String)] } },
  ])
  const text = await work.out('history', 'churn')
  expect(text).toMatch(/✗ promote .* now \| refused: Production takes versions from Staging/)
  expect(text).toMatch(/! promote .* now \| forced, overruling: Production takes versions from Staging/)
})

test('80 columns show whole stages, whoever did it', async () => {
  const ann = 'Annabella Longfellow-Wadsworth <annabella.longfellow-wadsworth@example.org>'
  await work.out('promote', 'churn/2', '--to', 'Production', '--reason', 'again', '--as', ann)
  const lines = (await work.out('history', 'churn', '--width', '80')).split('\n')
  expect(lines.every(line => line.length <= 80)).toBe(true)
  expect(lines.at(-5)).toMatch(/ {2}promote {3}Archived -> Production {2}Annabel…sworth$/)
  expect(lines.at(-4)).toBe('    again')
  expect(await work.out('history', 'churn', '--format', 'csv')).toContain(ann)
})

test('one version, deleted or not', async () => {
  const shown = async (text: string) =>
    (await work.json<{ events: Event[] }>('history', text)).events.map(
      ({ action, version }) => `${action} ${version}`,
    )
  const second = ['register 2', 'promote 2', 'alias 2', 'archive 2']
  expect(await shown('churn/2')).toEqual(second)
  expect(await shown('models:/churn@champion')).toEqual(second)
  await work.out('models', 'delete', 'churn/2', '--reason', 'leaked', '--yes', '--force')
  expect(await shown('churn/2')).toEqual([...second, 'unalias 2', 'delete 2'])
  expect(await work.error('history', 'churn/9')).toMatchObject({ code: 'not-found' })
  expect(await work.error('history', 'churn/2', '--as-of', '1h ago')).toMatchObject({
    hint: "mlreg history churn --as-of '1h ago'",
  })
})

interface State {
  readonly asOf: string
  readonly stages: { readonly stage: string; readonly version: number; readonly since: string }[]
  readonly aliases: unknown[]
}

async function asOf(time: string, ...words: string[]) {
  const document = await work.json<State>('history', 'churn', '--as-of', time, ...words)
  expect(violations('history', document)).toBe('')
  return [
    ...document.stages.map(({ stage, version, since }) => `${stage} ${version} ${since.slice(11, 16)}`),
    ...document.aliases.map(one => JSON.stringify(one)),
  ]
}

test('what was where at a moment', async () => {
  const champion = (version: number) => `{"name":"churn","alias":"champion","version":${version}}`
  expect(await asOf('2026-05-01')).toEqual([])
  expect(await asOf('2026-05-01T12:02Z')).toEqual(['Production 1 12:02'])
  expect(await asOf('2026-05-01T14:04:30+02:00')).toEqual(['None 2 12:03', 'Production 1 12:02', champion(1)])
  expect(await asOf('2 minutes ago')).toEqual(['Production 2 12:05', 'Archived 1 12:05', champion(1)])
  expect(await asOf('now', '--stage', 'PRODUCTION')).toEqual(['Production 1 12:07', champion(2)])
  expect(await work.out('history', 'churn', '--as-of', '2026-05-01T12:02Z')).toContain(
    'churn, 2026-05-01 12:02:00',
  )
  expect(await work.error('history', 'churn', '--as-of', 'yesterday')).toMatchObject({ code: 'usage' })
  // A day that no calendar has would silently be answered for another one.
  for (const day of ['2026-02-30', '2026-04-31T10:00Z', '2025-02-29 10:00', '2026-02-30T10:00+02:00']) {
    expect(await work.error('history', 'churn', '--as-of', day)).toMatchObject({
      message: `--as-of "${day}" is no time`,
    })
  }
  expect(await work.out('history', 'churn', '--as-of', '2028-02-29')).toContain('churn, 2028-02-29')
  expect(await work.error('history', 'chrun')).toMatchObject({
    code: 'not-found',
    hint: 'did you mean "churn"?',
  })
})
