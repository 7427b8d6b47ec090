import type { Engine } from '../data/engine.ts'
import type { OpenedWindow, WindowColumn } from '../data/window.ts'
import type { MeasuredColumn } from '../drift/policy.ts'
import { holds, type Rule, rulesFor } from '../drift/rule.ts'
import { normalUpper } from '../stats/normal-law.ts'
import { type CorrelationDrift, correlationDrift } from './correlation-drift.ts'
import { type DomainClassifier, domainClassifier, fewestRows } from './domain-classifier.ts'
import { readSample } from './read-sample.ts'
import type { Sample } from './sample.ts'

/** The classifier's figures, and what was made of them. */
export interface JudgedClassifier extends DomainClassifier {
  /** What the deciding figure is compared with. */
  readonly threshold: number
  /** The figure that decides: `lower`, unless a rule names another. */
  readonly figure: string
  readonly drifted: boolean
}

/** What is asked of both windows as wholes. */
export interface Multivariate {
  /** Undefined when there are too few rows, or no features. */
  readonly classifier: JudgedClassifier | undefined
  /** Why there is no classifier. */
  readonly unclassified?: string
  readonly correlations: CorrelationDrift
  /** Rows drawn from either window. */
  readonly sampled: { readonly reference: number; readonly current: number }
  readonly drifted: boolean
  /** What the reader would not see in the figures. */
  readonly warnings: readonly string[]
}

export interface WholesRequest {
  /** The columns as they were compared one by one: those that were not take no part here either. */
  readonly measured: readonly MeasuredColumn[]
  readonly alpha: number
  /** The PSI of a column up to which a change is tolerated. */
  readonly minEffect: number
  readonly seed: number
  readonly rules: readonly Rule[]
}

/** Rows of a window that are drawn: enough for a correlation's standard error of 0.007. */
const mostRows = 20_000

/**
 * Asks whether the windows differ as wholes, in what no column shows by itself: draws rows of both, has a classifier
 * tell the windows apart by the features, and compares the correlations of all numeric columns.
 */
export async function compareWholes(
  engine: Engine,
  reference: OpenedWindow,
  current: OpenedWindow,
  request: WholesRequest,
): Promise<Multivariate> {
  const { measured, alpha, seed } = request
  const names = measured.filter(({ measure }) => measure.compared !== undefined).map(({ name }) => name)
  const draw = (window: OpenedWindow, own: number) =>
    readSample(engine, window, { columns: named(window, names), most: mostRows, seed: own })
  // Two seeds: windows that list the same things in the same order are not to be compared thing by thing.
  const before = await draw(reference, seed)
  const after = await draw(current, seed + 1)
  const isFeature = new Set(measured.filter(({ role }) => role === 'feature').map(({ name }) => name))
  const found = domainClassifier(only(before, isFeature), only(after, isFeature), { alpha, seed })
  const correlations = correlationDrift(before, after, alpha)
  const result = { correlations, sampled: { reference: before.rows, current: after.rows } }
  if (found === undefined) {
    const unclassified = whyNot(before, after)
    const warnings = [`domain-classifier cannot be computed: ${unclassified}`, ...limited(correlations)]
    return { ...result, classifier: undefined, unclassified, drifted: correlations.changed > 0, warnings }
  }
  const classifier = judged(found, request)
  return {
    ...result,
    classifier,
    drifted: classifier.drifted || correlations.changed > 0,
    warnings: [...sharing(classifier), ...limited(correlations)],
  }
}

/**
 * The AUC of two normal laws whose PSI is the tolerated one. Their means lie d = √PSI standard deviations apart, and a
 * value of one is above one of the other with probability Φ(d/√2): 0.5885 for a PSI of 0.1.
 */
export function toleratedAuc(minEffect: number): number {
  return 1 - normalUpper(Math.sqrt(minEffect / 2))
}

function judged(found: DomainClassifier, { minEffect, rules }: WholesRequest): JudgedClassifier {
  const given = rulesFor('domain-classifier', '', rules, [])
  if (given.length === 0) {
    const threshold = toleratedAuc(minEffect)
    return { ...found, threshold, figure: 'lower', drifted: found.lower > threshold }
  }
  const figures: Readonly<Record<string, number>> = {
    statistic: found.auc,
    pValue: found.pValue,
    lower: found.lower,
  }
  const fires = ({ conditions }: Rule) => conditions.every(one => holds(figures[one.figure], one))
  const decisive = (given.find(fires) ?? given[0]) as Rule
  const [{ limit, figure }] = decisive.conditions
  return { ...found, threshold: limit, figure, drifted: fires(decisive) }
}

function named({ columns }: OpenedWindow, names: readonly string[]): readonly WindowColumn[] {
  return names.map(name => columns.find(column => column.name === name) as WindowColumn)
}

function only(sample: Sample, names: ReadonlySet<string>): Sample {
  return { ...sample, columns: sample.columns.filter(({ name }) => names.has(name)) }
}

function whyNot(before: Sample, after: Sample): string {
  const few = Math.min(before.rows, after.rows) < fewestRows
  return few ? `a window has fewer than ${fewestRows} rows` : 'no feature is compared'
}

/**
 * A classifier is so far below chance only where it has learned rows of one window that are in the other as well. Folds
 * alone put it below a little, since what one has too much of the others have too little of.
 */
function sharing({ auc, pValue }: JudgedClassifier): readonly string[] {
  if (auc > 0.45 || pValue < 0.9999) return []
  return [
    `the windows seem to have rows in common, which hides how else they differ: the classifier's AUC of ${auc.toFixed(2)} is below chance`,
  ]
}

function limited({ columns, of }: CorrelationDrift): readonly string[] {
  return columns === of ? [] : [`correlations are compared of the first ${columns} of ${of} numeric columns`]
}
