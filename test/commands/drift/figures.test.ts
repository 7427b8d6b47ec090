import { expect, test } from 'vitest'
import { csv, expectSchema, range } from './files.ts'
import { driftJson, run } from './run.ts'

const levels = (shift: number) => csv({ x: range(300).map(i => ((i * 7) % 4) + (i % 11 === 0 ? shift : 0)) })

const rare = (n: number, common: number) =>
  csv({ city: range(n).map(i => (i < common ? `c${i % 5}` : `r${i % 7}`)) })

test('a rule may be about the p-value that knows of ties', async () => {
  const windows = [levels(0), levels(2)]
  const [row] = (await driftJson(...windows)).drift
  const { pValue = 0, tieAwarePValue = 0 } = { ...row?.tests.ks } as Record<string, number>
  expect(tieAwarePValue).toBeLessThan(pValue)
  const limit = Math.sqrt(pValue * tieAwarePValue)
  expect(await run('drift', ...windows, '--rule', `ks.p < ${limit}`)).toMatchObject({ exit: 0 })
  const told = await run('drift', ...windows, '--rule', `ks.tieAwarePValue < ${limit}`)
  expect(told.exit).toBe(1)
  expect(told.stdout).toMatch(/ x .* D 0\.\d\d /)
})

test('rare categories: tables are drawn, by --seed', async () => {
  const windows = [rare(200, 190), rare(210, 190)]
  const of = async (...options: readonly string[]) => {
    const { stdout } = await run('drift', ...windows, '--json', ...options)
    expectSchema('drift', stdout)
    const { drift, reproduce } = JSON.parse(stdout)
    return { ...drift[0].tests['chi-square'], reproduce }
  }
  const first = await of()
  expect(first.resamples).toBeGreaterThanOrEqual(999)
  expect(first.exactPValue).toBeGreaterThanOrEqual(1 / (1 + first.resamples))
  expect(await of()).toEqual(first)
  expect(first.reproduce).not.toContain('--seed')
  const other = await of('--seed', '7')
  expect(other.reproduce).toContain('--seed 7')
  expect(other.exactPValue).not.toBe(first.exactPValue)
  expect(Math.abs(other.exactPValue - first.exactPValue)).toBeLessThan(0.1)
})

test.each(['-1', '1.5', 'x', '4294967296'])('%s is no seed', async seed => {
  expect(await run('drift', levels(0), levels(0), `--seed=${seed}`)).toMatchObject({ exit: 2 })
})

test('what cannot be computed is said once a test and reason', async () => {
  const names = range(12).map(i => `n${i}`)
  const columns = Object.fromEntries(names.map(name => [name, range(60).map(i => `v${i % 3}`)]))
  const window = csv({ ...columns, single: range(60).map(() => 'a'), pair: range(60).map(i => `p${i % 2}`) })
  const { warnings } = await driftJson(window, window, '--test', 'chi-square,fisher,z-proportions')
  expect(warnings).toEqual([
    'fisher cannot be computed for 12 columns (n0, n1, n2, n3, n4, n5, n6, n7, n8, n9 and 2 more): it compares columns of two categories',
    'z-proportions cannot be computed for 13 columns (n0, n1, n2, n3, n4, n5, n6, n7, n8, n9 and 3 more): it compares columns of exactly two categories',
  ])
})

const contractNames =
  'ks psi psi-calibrated wasserstein jensen-shannon hellinger kl chi-square g-test cramers-v tvd l-infinity anderson-darling cramer-von-mises energy mann-whitney welch-t z-proportions fisher kuiper'

test.each(contractNames.split(' '))('--test %s is computed, alone or beside the judge', async name => {
  const window = (shift: number) =>
    csv({
      x: range(200).map(i => ((i * 37) % 101) + shift),
      pair: range(200).map(i => (i % 9 < 2 + shift ? 'yes' : 'no')),
    })
  const { drift } = await driftJson(window(0), window(3), '--policy', 'calibrated', '--test', name)
  const shown = drift.flatMap(row => Object.entries(row.tests))
  expect(new Set(shown.map(([test]) => test))).toEqual(new Set([name, 'psi-calibrated']))
  const asked = shown.flatMap(([test, result]) => (test === name ? [result.statistic] : []))
  expect(asked.length).toBeGreaterThan(0)
  for (const statistic of asked) expect(statistic).toSatisfy(Number.isFinite)
})
