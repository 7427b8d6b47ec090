import { existsSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { policies } from '../../../src/drift/policies.ts'
import { type DriftDocument, run } from '../drift/run.ts'
import { profiled, windowPairs } from './profiles.ts'

interface Answer {
  readonly exit: number
  readonly document: DriftDocument
}

async function drift(...words: readonly string[]): Promise<Answer> {
  const { exit, stdout, stderr } = await run('drift', ...words, '--json')
  if (exit > 1) throw new Error(stderr)
  return { exit, document: JSON.parse(stdout) }
}

function verdicts({ exit, document }: Answer) {
  return {
    exit,
    verdict: document.verdict,
    columns: document.drift.map(({ column, kind, verdict, severity }) => ({
      column,
      kind,
      verdict,
      severity,
    })),
    degraded: document.degradation
      .filter(({ degraded }) => degraded)
      .map(({ column, check }) => `${column}: ${check}`),
  }
}

const names = policies.map(({ name }) => name)

test.skipIf(existsSync('../shared/fixtures/pairs'))(
  'the shared pairs of windows are not here: skipped',
  () => {
    expect(windowPairs().length).toBeGreaterThan(0)
  },
)

describe.each(windowPairs())('%s', (_, reference, current) => {
  test.each(names)(
    '%s: a profile of the reference gives the verdicts that the reference gives',
    async policy => {
      const raw = await drift(reference, current, '--policy', policy)
      const profile = await profiled(reference)
      expect(verdicts(await drift(profile, current, '--policy', policy))).toEqual(verdicts(raw))
    },
  )

  test('profiles of both windows give them too, or say less', async () => {
    const raw = verdicts(await drift(reference, current))
    const [before, after] = [await profiled(reference), await profiled(current)]
    const found = verdicts(await drift(before, after))
    const drifted = (of: typeof raw) =>
      of.columns.filter(({ verdict }) => verdict === 'drifted').map(({ column }) => column)
    expect(drifted(raw)).toEqual(expect.arrayContaining(drifted(found)))
  })

  test('on a coarse grid, or in private, nothing drifts that does not drift', async () => {
    const raw = verdicts(await drift(reference, current))
    const stable = raw.columns.filter(({ verdict }) => verdict === 'stable').map(({ column }) => column)
    for (const options of [['--max-bytes', '300'], ['--private']]) {
      const found = verdicts(await drift(await profiled(reference, ...options), current))
      const drifted = found.columns.filter(({ verdict }) => verdict === 'drifted').map(({ column }) => column)
      expect(stable.filter(column => drifted.includes(column))).toEqual([])
    }
  })
})
