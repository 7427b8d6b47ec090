import { type DefectRates, defectRates } from './defects.ts'
import { type Plan, shortPlan } from './plan.ts'
import { prose } from './prose.ts'
import { atTheBoundary, type Rates, withDrift, withoutDrift } from './rates.ts'
import { defectTable, distanceTable, levelTable, runTable } from './tables.ts'
import { mixes, type RunAlarms, wholeRuns } from './whole-runs.ts'

export { fullPlan, shortPlan } from './plan.ts'

/** All that was simulated: rows by column or mix, in each by size. */
export interface Simulated {
  readonly runs: readonly RunAlarms[]
  readonly still: readonly Rates[]
  readonly boundary: readonly Rates[]
  readonly drifted: readonly Rates[]
  readonly defects: readonly DefectRates[]
}

/** Every cell has random numbers of its own, so that none depends on which others are made. */
export function simulate(
  { sizes, defects }: Plan,
  seed: number,
  progress: (text: string) => void,
): Simulated {
  const bySize = <Row>(what: string, rowsOf: (size: Plan['sizes'][number]) => readonly Row[]): Row[] => {
    const tables = sizes.map(size => {
      progress(`${what}, ${size.reference} v ${size.current} rows`)
      return rowsOf(size)
    })
    return (tables[0] ?? []).flatMap((_, row) => tables.map(rows => rows[row] as Row))
  }
  return {
    runs: bySize('whole runs', size => mixes.map(mix => wholeRuns(mix, size, seed))).filter(
      ({ runs }) => runs > 0,
    ),
    still: bySize('without drift', size => withoutDrift(size, seed)),
    boundary: bySize('at the tolerated effect', size => atTheBoundary(size, seed)),
    drifted: bySize('with drift', size => withDrift(size, seed)),
    defects: defectRates(defects, seed),
  }
}

/** The tables as Markdown: the same bytes for the same plan and seed. */
export function calibrationDocument(plan: Plan, seed: number, progress: (text: string) => void): string {
  const { runs, still, boundary, drifted, defects } = simulate(plan, seed, progress)
  const of = (rates: readonly Rates[], kind: Rates['kind']) => rates.filter(each => each.kind === kind)
  return [
    prose.title,
    `Written by \`${command(plan, seed)}\`; one seed gives the same bytes.`,
    prose.reading,
    '## Whole runs',
    prose.runs,
    runTable(runs),
    '## Numbers without drift',
    prose.numbers,
    levelTable(of(still, 'numeric'), 'none'),
    '## Categories without drift',
    prose.categories,
    levelTable(of(still, 'categorical'), 'none'),
    '## Distances above 0.1 without drift',
    prose.distances,
    distanceTable(of(still, 'numeric'), 'none'),
    distanceTable(of(still, 'categorical'), 'none'),
    '## A true PSI of exactly 0.1',
    prose.boundary,
    levelTable(of(boundary, 'numeric'), 'tolerated'),
    levelTable(of(boundary, 'categorical'), 'tolerated'),
    '## Drift that there is',
    prose.drifted,
    levelTable(of(drifted, 'numeric'), 'drift'),
    levelTable(of(drifted, 'categorical'), 'drift'),
    distanceTable(of(drifted, 'numeric'), 'drift'),
    distanceTable(of(drifted, 'categorical'), 'drift'),
    '## Rules that get it wrong',
    prose.defects,
    defectTable(defects),
    `${prose.leftOut}\n`,
  ].join('\n\n')
}

function command(plan: Plan, seed: number): string {
  const short = plan === shortPlan ? ' --short' : ''
  return `node calibration/simulate.mjs${short} --seed ${seed} > docs/calibration.md`
}
