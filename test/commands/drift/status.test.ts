import { describe, expect, test } from 'vitest'
import { csv, expectSchema, range, tenColumns, weights } from './files.ts'
import { run } from './run.ts'

const still = csv(tenColumns(0))
const three = csv(tenColumns(3))
const emptied = csv({ ...tenColumns(0), c9: range(60).map(i => (i < 30 ? null : i)) })
const both = csv({ ...tenColumns(3), c9: range(60).map(i => (i < 30 ? null : i)) })

async function status(current: string, ...options: readonly string[]) {
  const { exit, stdout } = await run('drift', still, current, '--json', ...options)
  expectSchema('drift', stdout)
  const document = JSON.parse(stdout)
  expect(document.exit, 'the status in the document is that of the process').toBe(exit)
  return { exit, verdict: document.verdict, share: document.summary.share }
}

describe('--fail-on', () => {
  test.each<[string, string, string, number, string]>([
    ['still', still, 'drift,degradation', 0, 'ok'],
    ['drifted', three, 'drift,degradation', 1, 'drift'],
    ['drifted', three, 'drift', 1, 'drift'],
    ['drifted', three, 'degradation', 0, 'drift'],
    ['drifted', three, 'none', 0, 'drift'],
    ['degraded', emptied, 'drift', 0, 'degradation'],
    ['degraded', emptied, 'degradation', 1, 'degradation'],
    ['drifted and degraded', both, 'degradation', 1, 'drift,degradation'],
    ['drifted and degraded', both, 'none', 0, 'drift,degradation'],
  ])('%s: %#', async (_, current, failOn, exit, verdict) => {
    const rule = ['--rule', 'c9: ks.p < 1e-30']
    expect(await status(current, '--fail-on', failOn, ...rule)).toMatchObject({ exit, verdict })
  })

  test.each(['none,drift', 'nothing', ''])('%j is a usage error', async failOn => {
    expect(await run('drift', still, three, '--fail-on', failOn)).toMatchObject({ exit: 2, stdout: '' })
  })
})

describe('--fail-share: drift fails from this share on', () => {
  test.each([
    ['0', 1],
    ['0.29', 1],
    ['0.3', 1],
    ['0.300001', 0],
    ['1', 0],
  ])('3 of 10 columns with %s', async (share, exit) => {
    expect(await status(three, '--fail-share', share)).toEqual({ exit, verdict: 'drift', share: 0.3 })
  })

  test('no share makes still columns fail, nor degraded ones pass', async () => {
    expect(await status(still, '--fail-share', '0')).toMatchObject({ exit: 0 })
    expect(await status(both, '--fail-share', '1')).toMatchObject({ exit: 1 })
  })

  test.each(['-0.1', '1.1', 'x'])('%s is no share', async share => {
    expect((await run('drift', still, three, '--fail-share', share)).exit).toBe(2)
  })

  test.each([
    [{ c0: 1, c5: 1 }, 0.5],
    [{ c0: 1, c1: 1, c9: 6 }, 0.25],
    [{ c5: 3 }, 0],
    [{ c0: 0.1, c1: 0.2, c2: 0.3, c3: 0.1, c4: 0.2, c5: 0.1 }, 0.6],
    [{ c0: 0.7, c1: 0.1, c5: 0.2 }, 0.8],
    [{ c0: 0.07, c1: 0.28, c2: 0.35, c5: 0.3 }, 0.7],
    [{ c0: 0.17, c1: 0.25, c5: 0.16, c6: 0.32, c7: 0.1 }, 0.42],
    [{ c0: 0.19, c1: 0.19, c2: 0.29, c5: 0.33 }, 0.67],
    [{ c0: 0.1, c5: 0.1, c6: 0.1, c7: 0.7 }, 0.1],
  ])('is weighed by %j: %d', async (of, share) => {
    const weighed = ['--weights', weights(of)]
    const found = await status(three, ...weighed, '--fail-share', String(share))
    expect(found.share).toBeCloseTo(share, 12)
    expect(found.exit).toBe(1)
    expect((await status(three, ...weighed, '--fail-share', String(share + 1e-9))).exit).toBe(0)
  })
})

describe('findings end otherwise on request, trouble never', () => {
  test.each([
    [['--exit-zero'], 0],
    [['--findings-exit-code', '7'], 7],
    [['--exit-zero', '--findings-exit-code', '7'], 0],
  ])('%j', async (options, exit) => {
    expect(await status(three, ...options)).toMatchObject({ exit, verdict: 'drift' })
    expect((await run('drift', still, '/nowhere.csv', ...options)).exit).toBe(2)
    expect((await run('drift', still, still, ...options)).exit).toBe(0)
  })

  test('findings cannot end like trouble', async () => {
    expect((await run('drift', still, three, '--findings-exit-code', '2')).exit).toBe(2)
    expect((await run('drift', still, three, '--findings-exit-code', '300')).exit).toBe(2)
  })
})
