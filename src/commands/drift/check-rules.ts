import { degradationChecks } from '../../degradation/checks.ts'
import { rowCount } from '../../degradation/row-count.ts'
import type { DriftTest } from '../../drift/drift-test.ts'
import type { Condition, Rule } from '../../drift/rule.ts'
import { driftTests } from '../../drift/tests.ts'
import { MlregError } from '../../errors.ts'
import { wholeTests } from '../../multivariate/whole-tests.ts'
import { nearest } from '../../nearest.ts'
import { qualityMetrics } from '../../quality/metrics.ts'

/** What a rule may name: where it is judged, and what it may be asked for. */
interface Measure {
  /** Conditions of one rule are judged together, so they share one. */
  readonly judgedWith: string
  readonly figures: readonly string[]
  /** What a figure does not always get below. */
  readonly floors?: DriftTest['floors']
}

const measures: ReadonlyMap<string, Measure> = new Map([
  ...driftTests.map(({ name, hasPValue, figures = [], floors = {} }): [string, Measure] => {
    const all = ['statistic', ...(hasPValue ? ['pValue'] : []), ...figures]
    return [name, { judgedWith: 'the drift tests', figures: all, floors }]
  }),
  ...[...degradationChecks, rowCount].flatMap(({ name, figures = [] }): [string, Measure][] => [
    [name, { judgedWith: name, figures: ['statistic', ...figures] }],
    ...figures.map((figure): [string, Measure] => [figure, { judgedWith: name, figures: ['statistic'] }]),
  ]),
  ...qualityMetrics.map(({ name }): [string, Measure] => [
    name,
    { judgedWith: name, figures: ['statistic', 'drop'] },
  ]),
  ...wholeTests.flatMap(({ name, figures }): [string, Measure][] =>
    figures.length > 0 ? [[name, { judgedWith: name, figures }]] : [],
  ),
])

/** What no column has. */
const ofWindows = new Set([rowCount, ...wholeTests].map(({ name }) => name))

/**
 * Throws `usage` for a rule that could never hold. Such a rule would still decide, alone, for what it names: a slip of
 * the pen would silence the gate.
 */
export function checkRules(rules: readonly Rule[]): void {
  for (const { conditions, text, column } of rules) {
    const [first, ...others] = conditions.map(condition => measureOf(condition, text))
    if (first === undefined) continue
    const other = others.find(({ judgedWith }) => judgedWith !== first.judgedWith)
    if (other !== undefined) {
      throw new MlregError(
        'usage',
        `rule "${text}" joins ${first.judgedWith} and ${other.judgedWith}, which are judged apart`,
        { hint: 'drift tests of a column may be joined, and the figures of one check' },
      )
    }
    if (column !== undefined && ofWindows.has(first.judgedWith)) {
      throw new MlregError('usage', `rule "${text}": ${first.judgedWith} is of the window, not of a column`)
    }
  }
}

function measureOf({ measure, figure, operator, limit }: Condition, text: string): Measure {
  const found = measures.get(measure)
  if (found === undefined) {
    const near = nearest(measure, [...measures.keys()])
    throw new MlregError('usage', `there is no test or check "${measure}"`, {
      hint: near === undefined ? 'mlreg drift --list-tests names them all' : `did you mean ${near}?`,
    })
  }
  if (!found.figures.includes(figure)) {
    const shown = (name: string) =>
      name === 'statistic' ? measure : `${measure}.${name === 'pValue' ? 'p' : name}`
    throw new MlregError('usage', `rule "${text}": there is no ${shown(figure)}`, {
      hint: `there is ${found.figures.map(shown).join(', ')}`,
    })
  }
  const floor = found.floors?.[figure]
  if (floor !== undefined && operator.startsWith('<') && limit <= floor) {
    throw new MlregError(
      'usage',
      `rule "${text}": ${measure}.${figure} is an estimate that may not get below ${floor}`,
      {
        hint: `ask for ${measure}.p, or for more than ${floor}`,
      },
    )
  }
  return found
}
