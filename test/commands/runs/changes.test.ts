import { beforeEach, describe, expect, test } from 'vitest'
import { Workspace } from '../tracking/workspace.ts'

interface Shown {
  readonly run: {
    readonly lifecycle: string
    readonly name: string
    readonly experiment: string
    readonly status: string
    readonly params: Record<string, string>
    readonly tags: Record<string, string>
    readonly amended: readonly Record<string, unknown>[]
  }
}

let work: Workspace
let id: string

beforeEach(async () => {
  work = new Workspace()
  await work.out('init')
  id = (await work.out('start', '--name', 'wide', '--param', 'lr=0.1', '--tag', 'draft=yes')).trim()
})

async function shown() {
  return (await work.json<Shown>('runs', 'show', id)).run
}

describe('amend', () => {
  test('corrects, and keeps what it was, who did it and why', async () => {
    const done = await work.json(
      ...['runs', 'amend', 'wide', '--reason', 'read after the override', '--as', 'ada'],
      ...['--param', 'lr=0.01', '--param', 'new=1', '--remove-tag', 'draft', '--name', 'wider'],
      ...['--experiment', 'churn', '--status', 'failed'],
    )
    expect(done).toEqual({ schema: 'mlreg.amended/1', run: id, changed: 6 })
    expect(await shown()).toMatchObject({
      name: 'wider',
      experiment: 'churn',
      status: 'FAILED',
      params: { lr: '0.01', new: '1' },
      tags: {},
      amended: [
        {
          time: '2026-05-01T12:00:00.000Z',
          actor: 'ada',
          reason: 'read after the override',
          changes: [
            { what: 'param lr', from: '0.1', to: '0.01' },
            { what: 'param new', from: null, to: '1' },
            { what: 'tag draft', from: 'yes', to: null },
            { what: 'name', from: 'wide', to: 'wider' },
            { what: 'experiment', from: 'Default', to: 'churn' },
            { what: 'status', from: 'RUNNING', to: 'FAILED' },
          ],
        },
      ],
    })
    expect(await work.out('runs', 'show', id)).toContain('param lr: 0.1 → 0.01')
    // What was corrected is write-once again.
    expect(await work.error('log', 'param', 'lr=0.1', '--run', id)).toMatchObject({ code: 'conflict' })
  })

  test('what is so already is no correction', async () => {
    await work.out('runs', 'amend', id, '--param', 'lr=0.1', '--reason', 'again')
    expect((await shown()).amended).toEqual([])
  })

  test('is refused without a reason, and as a whole', async () => {
    expect(await work.error('runs', 'amend', id, '--param', 'lr=1')).toMatchObject({ code: 'usage' })
    expect(await work.error('runs', 'amend', id, '--param', 'lr=1', '--reason', ' ')).toMatchObject({
      code: 'usage',
    })
    const words = ['runs', 'amend', id, '--reason', 'x', '--param', 'lr=1']
    expect(await work.error(...words, '--remove-tag', 'none')).toMatchObject({
      code: 'not-found',
      message: `run ${id} has no tag "none"`,
    })
    expect(await work.error(...words, '--param', '../up=1')).toMatchObject({ code: 'bad-input' })
    expect(await work.error(...words, '--param', 'lr=2')).toMatchObject({ code: 'conflict' })
    expect(await shown()).toMatchObject({ params: { lr: '0.1' }, amended: [] })
  })

  test('control characters in a reason are shown, not obeyed', async () => {
    await work.out('runs', 'amend', id, '--tag', 'a=\x1b[31mred', '--reason', 'a\nb\x1b[2J')
    const text = await work.out('runs', 'show', id)
    expect(text).not.toContain('\x1b')
    expect(text).toContain('a\\u000ab\\u001b[2J')
  })
})

describe('delete and restore', () => {
  test('take a run away and bring it back', async () => {
    await work.out('runs', 'delete', id)
    expect((await work.json<{ total: number }>('runs')).total).toBe(0)
    expect(await shown()).toMatchObject({ lifecycle: 'deleted' })
    const { hint } = await work.error('log', 'param', 'b=1', '--run', id)
    expect(hint).toBe(`bring it back: mlreg runs restore ${id}`)
    expect(await work.json('runs', 'restore', id)).toEqual({
      schema: 'mlreg.changed/1',
      runs: [id],
      lifecycle: 'active',
      changed: 1,
    })
    expect(await work.json('runs', 'restore', id, 'wide')).toMatchObject({ runs: [id], changed: 0 })
    expect((await work.json<{ total: number }>('runs')).total).toBe(1)
  })

  test('take several or none', async () => {
    expect(await work.error('runs', 'delete', id, 'nowhere')).toMatchObject({ code: 'not-found' })
    expect(await shown()).toMatchObject({ lifecycle: 'active' })
  })
})
