import { calibrated } from '../src/drift/calibrated.ts'
import type { TestResult } from '../src/drift/drift-test.ts'
import { numericProfile } from '../src/profile/numeric-profile.ts'
import type { CategoricalProfile, ColumnProfile, NumericProfile } from '../src/profile/profile.ts'
import { formatCount } from '../src/report/numbers.ts'
import { chiSquareUpper } from '../src/stats/chi-square-upper.ts'
import { columnNamed } from './columns.ts'
import { normalQuantile } from './normal.ts'
import { type Random, randomStream } from './random.ts'
import { categories, zipf } from './source.ts'
import { given, measuredColumn } from './whole-runs.ts'

/** A situation that a rule in use gets wrong. */
interface Situation {
  readonly defect: string
  readonly windows: string
  readonly isDrift: boolean
  draw(random: Random): readonly [reference: ColumnProfile, current: ColumnProfile]
  readonly rule: Rule
}

interface Rule {
  readonly name: string
  alarms(reference: ColumnProfile, current: ColumnProfile): boolean
}

export interface DefectRates extends Pick<Situation, 'defect' | 'windows' | 'isDrift'> {
  readonly rule: string
  readonly rounds: number
  /** How often the rule alarmed, and how often the calibrated policy did. */
  readonly byRule: number
  readonly byPolicy: number
}

const goodnessOfFit: Rule = {
  name: 'one-sample chi-square p < 0.05',
  alarms(reference, current) {
    const [before, after] = [reference as CategoricalProfile, current as CategoricalProfile]
    let statistic = 0
    for (const [name, rows] of before.counts) {
      const expected = (rows * after.rows) / before.rows
      statistic += ((after.counts.get(name) ?? 0) - expected) ** 2 / expected
    }
    return chiSquareUpper(statistic, before.counts.size - 1) < 0.05
  },
}

const jensenShannon: Rule = {
  name: 'Jensen-Shannon distance (base e) ≥ 0.1',
  alarms(reference, current) {
    const { statistic } = figures(reference, current)['jensen-shannon'] ?? none
    return statistic * Math.sqrt(Math.LN2) >= 0.1
  },
}

const wasserstein = (least: number): Rule => ({
  name: `Wasserstein / ${least > 0 ? `max(SD, ${least})` : 'SD'} > 0.1`,
  alarms(reference, current) {
    const { statistic, normalized = 0 }: TestResult = figures(reference, current).wasserstein ?? none
    return (least > 0 ? statistic / Math.max(statistic / normalized, least) : normalized) > 0.1
  },
})

const none: TestResult = { statistic: 0 }

function figures(reference: ColumnProfile, current: ColumnProfile) {
  return measuredColumn('x', reference, current).measure.tests
}

const gaussian = (rows: number, random: Random, shift = 0, scale = 1) =>
  Array.from({ length: rows }, () => scale * (normalQuantile(random()) + shift))
const profile = (values: readonly number[]): NumericProfile => numericProfile(Float64Array.from(values))
const alike = (shares: readonly number[], n: number, m: number) => {
  const source = categories('', shares)
  return (random: Random) => [source.draw(n, random), source.draw(m, random)] as const
}
const uniform = (count: number) => Array<number>(count).fill(1)

const fit = 'the reference is taken for the truth'
const cardinality = 'a distance ignores how many categories there are'
const outlier = 'one outlier rules the score'

const situations: readonly Situation[] = [
  ...[5, 10, 20].map(k => ({
    defect: fit,
    windows: `${k} categories, 500 v 500, no drift`,
    isDrift: false,
    draw: alike(uniform(k), 500, 500),
    rule: goodnessOfFit,
  })),
  {
    defect: fit,
    windows: '30 categories (Zipf), 1,000 v 5,000, no drift',
    isDrift: false,
    draw: alike(zipf(30), 1000, 5000),
    rule: goodnessOfFit,
  },
  ...(
    [
      [50, 1001],
      [200, 5000],
      [1000, 20_000],
    ] as const
  ).map(([k, n]) => ({
    defect: cardinality,
    windows: `${formatCount(k)} categories, ${formatCount(n)} v ${formatCount(n)}, no drift`,
    isDrift: false,
    draw: alike(uniform(k), n, n),
    rule: jensenShannon,
  })),
  {
    defect: outlier,
    windows: '1,000,000 in both of 2,000 v 2,000, all others + 3 SD',
    isDrift: true,
    draw: random => [profile([...gaussian(1999, random), 1e6]), profile([...gaussian(1999, random, 3), 1e6])],
    rule: wasserstein(0),
  },
  {
    defect: outlier,
    windows: '1,000,000 in the current one of 2,000 v 2,000, no other drift',
    isDrift: false,
    draw: random => [profile(gaussian(2000, random)), profile([...gaussian(1999, random), 1e6])],
    rule: wasserstein(0),
  },
  {
    defect: 'the scale has a floor',
    windows: 'SD 0.000001, + 5 SD, 500 v 500',
    isDrift: true,
    draw: random => [profile(gaussian(500, random, 0, 1e-6)), profile(gaussian(500, random, 5, 1e-6))],
    rule: wasserstein(0.001),
  },
  {
    defect: 'a broken join is too small a distance',
    windows: 'lognormal, 5% of rows became 0, 4,000 v 4,000',
    isDrift: true,
    draw: random => {
      const source = columnNamed('heavy-tailed (lognormal, 1.5)')
      const current = gaussian(4000, random).map(x => (random() < 0.05 ? 0 : Math.exp(1.5 * x)))
      return [source.draw(4000, random), profile(current)]
    },
    rule: wasserstein(0.001),
  },
]

/** Each situation again and again, before the rule that gets it wrong and before the calibrated policy. */
export function defectRates(rounds: number, seed: number): DefectRates[] {
  return situations.map(({ defect, windows, isDrift, draw, rule }) => {
    const random = randomStream(`${seed} ${windows}`)
    let [byRule, byPolicy] = [0, 0]
    for (let i = 0; i < rounds; i++) {
      const [reference, current] = draw(random)
      if (rule.alarms(reference, current)) byRule++
      const [row] = calibrated.judge([measuredColumn('x', reference, current)], given)
      if (row?.verdict === 'drifted') byPolicy++
    }
    return { defect, windows, isDrift, rule: rule.name, rounds, byRule, byPolicy }
  })
}
