import { calibrated } from '../src/drift/calibrated.ts'
import { contingency } from '../src/drift/chi-square.ts'
import { toPair } from '../src/drift/column-pair.ts'
import { defaultSettings, type TestResult } from '../src/drift/drift-test.ts'
import { measureColumn } from '../src/drift/measure-column.ts'
import type { Given, MeasuredColumn } from '../src/drift/policy.ts'
import type { ColumnProfile } from '../src/profile/profile.ts'
import { chiSquareUpper } from '../src/stats/chi-square-upper.ts'
import { columnNamed, columns } from './columns.ts'
import { boundary } from './drifts.ts'
import type { PlannedSize } from './plan.ts'
import { randomStream } from './random.ts'
import type { Source } from './source.ts'

export const alpha = 0.05
const tests = ['ks', 'psi', 'psi-calibrated', 'wasserstein', 'jensen-shannon']
export const given: Given = {
  tests,
  rules: [],
  alpha,
  minEffect: defaultSettings.minEffect,
  correction: 'bh',
}

/** A column of a run: what its windows are drawn from. */
interface RunColumn {
  readonly reference: Source
  readonly current: Source
}

/** One column of both windows. */
interface Windows {
  readonly before: ColumnProfile
  readonly after: ColumnProfile
}

/** 25 independent columns each. */
interface Mix {
  readonly name: string
  readonly columns: readonly RunColumn[]
}

const columnsARun = 25
const repeated = (sources: readonly RunColumn[]) =>
  Array.from({ length: columnsARun }, (_, i) => sources[i % sources.length] as RunColumn)
const still = (source: Source): RunColumn => ({ reference: source, current: source })
const named = (...names: readonly string[]) => repeated(names.map(name => still(columnNamed(name))))

/** No drift in any of them. */
const withoutDrift: readonly Mix[] = [
  { name: 'all kinds', columns: repeated(columns.map(still)) },
  { name: 'normal', columns: named('normal') },
  {
    name: 'with ties',
    columns: named(
      'normal, rounded to 0.1 SD',
      'counts (geometric, mean 2)',
      'five levels',
      '60% zeros, else lognormal',
      '3% ones, else zeros',
    ),
  },
  {
    name: 'categories',
    columns: named(
      '2 categories, 30%',
      '10 categories, Zipf',
      '100 categories, Zipf',
      '10,000 categories, Zipf',
    ),
  },
]

/** Every column moved by exactly what is tolerated. */
const atTheBoundary: Mix = {
  name: 'each at a true PSI of exactly 0.1',
  columns: repeated(boundary(given.minEffect)),
}

export const mixes: readonly Mix[] = [...withoutDrift, atTheBoundary]

/** In how many runs at least one of 25 columns alarmed. */
export interface RunAlarms {
  readonly mix: string
  readonly size: PlannedSize
  readonly runs: number
  readonly calibrated: number
  readonly uncorrected: number
  /** KS p < 0.01, chi-square p < 0.01: the rules of the classic policy. */
  readonly classic: number
  /** PSI > 0.1 on the textbook's bins. */
  readonly psi: number
}

export function wholeRuns(mix: Mix, size: PlannedSize, seed: number): RunAlarms {
  const random = randomStream(`${seed} runs ${mix.name} ${size.reference} ${size.current}`)
  const alarms = { calibrated: 0, uncorrected: 0, classic: 0, psi: 0 }
  for (let run = 0; run < size.runs; run++) {
    const windows = mix.columns.map(({ reference, current }) => ({
      before: reference.draw(size.reference, random),
      after: current.draw(size.current, random),
    }))
    const measured = windows.map(({ before, after }, i) => measuredColumn(`c${i}`, before, after))
    if (drifted(calibrated.judge(measured, given))) alarms.calibrated++
    if (drifted(calibrated.judge(measured, { ...given, correction: 'none' }))) alarms.uncorrected++
    if (measured.some(({ measure }, i) => byTextbook(measure.tests.ks, windows[i] as Windows)))
      alarms.classic++
    if (measured.some(({ measure }) => (measure.tests.psi?.statistic ?? 0) > 0.1)) alarms.psi++
  }
  return { mix: mix.name, size, runs: size.runs, ...alarms }
}

function drifted(rows: readonly { readonly verdict: string }[]): boolean {
  return rows.some(({ verdict }) => verdict === 'drifted')
}

/** KS p < 0.01, of categories chi-square p < 0.01; without its exact p-value, which takes longer than all else. */
function byTextbook(ks: TestResult | undefined, { before, after }: Windows): boolean {
  if (ks !== undefined) return (ks.pValue as number) < 0.01
  const { statistic, dof } = contingency(toPair(before, after).bins)
  return dof > 0 && chiSquareUpper(statistic, dof) < 0.01
}

/** A column as a run of the program would measure it. */
export function measuredColumn(name: string, before: ColumnProfile, after: ColumnProfile): MeasuredColumn {
  const plan = { tests, settings: defaultSettings, bins: calibrated.bins }
  const measure = measureColumn({
    reference: { name, profile: before },
    current: { name, profile: after },
    plan,
  })
  return { name, role: 'feature', kind: before.kind, missing: false, measure }
}
