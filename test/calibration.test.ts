import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { isAbove } from '../calibration/binomial.ts'
import { columnNamed } from '../calibration/columns.ts'
import { calibrationDocument, type Simulated, simulate } from '../calibration/document.ts'
import { judgedName } from '../calibration/judged.ts'
import { fullPlan, type PlannedSize, shortPlan } from '../calibration/plan.ts'
import { type Rates, withoutDrift } from '../calibration/rates.ts'
import { levelTable, runTable } from '../calibration/tables.ts'
import { mixes, type RunAlarms, wholeRuns } from '../calibration/whole-runs.ts'

const minutes = 60_000
const alpha = 0.05
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)

/** False alarms of a figure at each of its levels: how many, of how many pairs. */
function alarmsOf(rates: readonly Rates[], name: string) {
  return rates.flatMap(({ name: column, tallies }) =>
    [...tallies].flatMap(([judged, { alarms, computed }]) =>
      judgedName(judged) === name
        ? judged.limits.map((level, i) => ({ column, level, alarms: alarms[i] ?? 0, computed }))
        : [],
    ),
  )
}

describe('the short form', () => {
  let simulated: Simulated
  beforeAll(() => {
    simulated = simulate(shortPlan, 1, () => {})
  }, 5 * minutes)

  it('whole runs of the calibrated policy alarm no more than is allowed, at every size, whatever the columns', () => {
    expect(simulated.runs.length).toBe(mixes.length * shortPlan.sizes.length)
    const above = (of: (runs: RunAlarms) => number) =>
      simulated.runs.filter(each => isAbove(of(each), each.runs, alpha))
    expect(above(({ calibrated }) => calibrated)).toEqual([])
    const runs = sum(simulated.runs.map(each => each.runs))
    expect(isAbove(sum(simulated.runs.map(({ calibrated }) => calibrated)), runs, alpha)).toBe(false)
    // The same yardstick sees what is wrong with a fixed limit.
    expect(above(({ psi }) => psi).length).toBeGreaterThan(simulated.runs.length / 2)
  })

  it.each([
    'psi-calibrated',
    'psi-calibrated.unchanged',
    'ks',
    'ks.tieAwarePValue',
    'chi-square.exactPValue',
    'fisher',
    'kuiper',
    'mann-whitney',
    'cramer-von-mises',
  ])('%s holds its levels in every column without drift, and over all', name => {
    const cells = alarmsOf(simulated.still, name)
    expect(cells.length).toBeGreaterThan(20)
    expect(cells.filter(({ alarms, computed, level }) => isAbove(alarms, computed, level))).toEqual([])
    for (const level of [0.05, 0.01]) {
      const of = cells.filter(cell => cell.level === level)
      const [alarms, computed] = [sum(of.map(cell => cell.alarms)), sum(of.map(cell => cell.computed))]
      expect(isAbove(alarms, computed, level), `${alarms} of ${computed} at ${level}`).toBe(false)
    }
  })

  it('a change of exactly the minimum effect is tolerated, and seen to be one', () => {
    const cells = alarmsOf(simulated.boundary, 'psi-calibrated')
    expect(cells.filter(({ alarms, computed, level }) => isAbove(alarms, computed, level))).toEqual([])
    const seen = alarmsOf(
      simulated.boundary.filter(({ size }) => size.current >= 2000),
      'psi-calibrated.unchanged',
    )
    expect(seen.length).toBeGreaterThan(0)
    for (const { alarms, computed } of seen) expect(alarms).toBe(computed)
  })

  it('drift above the minimum effect is found, and a smaller change is not called drift', () => {
    const large = simulated.drifted.filter(({ size }) => size.current >= 2000)
    const shareOf = (name: string) => {
      const [cell] = alarmsOf(
        large.filter(rates => rates.name.startsWith(name)),
        'psi-calibrated',
      )
      return cell ? cell.alarms / cell.computed : Number.NaN
    }
    for (const drift of ['mean + 0.5', '5% of rows became 0', '10 categories', '100 categories']) {
      expect(shareOf(drift), drift).toBe(1)
    }
    expect(shareOf('scale')).toBeGreaterThan(0.8)
    expect(shareOf('mean + 0.2')).toBe(0)
  })

  it('what rules in use get wrong, the calibrated policy gets right', () => {
    const { defects } = simulated
    expect(new Set(defects.map(({ defect }) => defect)).size).toBe(5)
    for (const { windows, isDrift, rounds, byRule, byPolicy } of defects) {
      if (isDrift) expect([byRule, byPolicy], windows).toEqual([0, rounds])
      else expect(isAbove(byPolicy, rounds, alpha), `${windows}: ${byPolicy} of ${rounds}`).toBe(false)
    }
    const still = defects.filter(({ isDrift }) => !isDrift)
    const rounds = sum(still.map(each => each.rounds))
    expect(isAbove(sum(still.map(({ byRule }) => byRule)), rounds, alpha)).toBe(true)
  })
})

describe('docs/calibration.md', () => {
  const document = readFileSync('docs/calibration.md', 'utf8')
  const few = fullPlan.sizes[0] as PlannedSize

  it('is what the code writes, between its tables', () => {
    const tiny = { sizes: [{ ...few, pairs: 1, drifted: 1, runs: 1 }], defects: 1 }
    const outside = (text: string) => text.split('\n').filter(line => !line.startsWith('|'))
    expect(outside(calibrationDocument(tiny, 1, () => {}))).toEqual(outside(document))
  })

  it(
    'holds the figures of today: some rows made again',
    () => {
      const column = withoutDrift(few, 1, [columnNamed('3% ones, else zeros')])
      expect(document).toContain(levelTable(column, 'none').split('\n').at(-1))
      const [, normal] = mixes
      const runs = [wholeRuns(normal as (typeof mixes)[number], few, 1)]
      expect(document).toContain(runTable(runs).split('\n').at(-1))
    },
    2 * minutes,
  )
})
