import type { JudgedClassifier, Multivariate } from '../../multivariate/compare-wholes.ts'
import type { CorrelationDrift, CorrelationPair } from '../../multivariate/correlation-drift.ts'
import { toleratedChange } from '../../multivariate/correlation-drift.ts'
import {
  counted,
  formatCount,
  formatDecimals,
  formatNumber,
  formatPercent,
  formatPValue,
} from '../../report/numbers.ts'
import type { Check, Records } from '../../report/report.ts'
import { changeInWords } from './correlation-words.ts'

/** Features of the classifier that are told. */
const featuresShown = 10

/** Pairs that are told when fewer have changed: those that came nearest. */
const pairsShown = 20

/** The part of `mlreg.drift/1` for the windows as wholes. */
export function multivariateDocument(
  { classifier, correlations, sampled }: Multivariate,
  weights: ReadonlyMap<string, number> | undefined,
) {
  const { compared, changed, pairs } = correlations
  const told = pairs.slice(0, Math.max(changed, pairsShown))
  return {
    classifier: classifier ? classifierDocument(classifier, weights) : null,
    correlations: { compared, changed, sampled, shown: told.length, pairs: told },
  }
}

function classifierDocument(
  { rows, features, ...figures }: JudgedClassifier,
  weights: ReadonlyMap<string, number> | undefined,
) {
  return {
    ...figures,
    sampled: { reference: rows, current: rows },
    features: features.slice(0, featuresShown).map(({ column, share }) => ({
      column,
      share,
      ...(weights ? { weight: weights.get(column) ?? 0 } : {}),
    })),
  }
}

/** Rows for the table that the other findings are in, of as many cells. */
export function multivariateRecords({ classifier, correlations }: Multivariate): Records['rows'] {
  const verdict = (drifted: boolean) => (drifted ? 'drifted' : 'stable')
  const pairs = correlations.pairs.slice(0, Math.max(correlations.changed, pairsShown))
  return [
    ...(classifier
      ? [
          [
            ...['multivariate', null, null, verdict(classifier.drifted), null, 'domain-classifier'],
            ...[classifier.auc, classifier.pValue, classifier.threshold, null, null, null],
            classifierSentence(classifier),
          ],
        ]
      : []),
    ...pairs.map(pair => [
      ...['multivariate', pairName(pair), null, verdict(pair.drifted), null, 'correlation'],
      ...[pair.change, pair.adjustedPValue, toleratedChange, null, pair.reference, pair.current],
      pairSentence(pair),
    ]),
  ]
}

/** One check for the classifier and one for all pairs, however many have changed. */
export function multivariateChecks({
  classifier,
  correlations,
  unclassified,
}: Multivariate): readonly Check[] {
  const { changed, compared, pairs } = correlations
  const largest = pairs.slice(0, Math.min(changed, 3)).map(pairSentence)
  const group = 'multivariate'
  return [
    {
      group,
      name: 'domain-classifier',
      outcome: classifier === undefined ? 'skipped' : classifier.drifted ? 'failed' : 'passed',
      title: 'multivariate: domain-classifier',
      message: classifier ? classifierSentence(classifier) : (unclassified ?? ''),
    },
    {
      group,
      name: 'correlation',
      outcome: compared === 0 ? 'skipped' : changed > 0 ? 'failed' : 'passed',
      title: 'multivariate: correlation',
      message: [correlationsSentence(correlations), ...largest].join('; '),
    },
  ]
}

export function pairName({ a, b }: CorrelationPair): string {
  return `${a} × ${b}`
}

function pairSentence(pair: CorrelationPair): string {
  const change = pair.drifted ? `: ${changeInWords(pair)}` : ''
  return `correlation of ${pairName(pair)}: ${formatDecimals(pair.reference)} → ${formatDecimals(pair.current)}${change}`
}

/** How many pairs changed, of how many. */
export function correlationsSentence({ changed, compared }: CorrelationDrift): string {
  if (compared === 0) return 'no two numeric columns could be compared'
  return `${formatCount(changed)} of ${counted(compared, 'pair')} changed`
}

/** What the classifier found: the AUC with its lower bound and the limit, and what it went by if it found something. */
function classifierSentence(classifier: JudgedClassifier): string {
  const goesBy = classifier.drifted ? `, by ${featuresInWords(classifier)}` : ''
  return `${foundInWords(classifier)}${goesBy}`
}

/** Such as `a classifier tells the windows apart (AUC 0.84, at least 0.83; limit 0.59)`. */
export function foundInWords({ auc, lower, pValue, figure, threshold, drifted }: JudgedClassifier): string {
  // Past chance by the bound, and not past the limit: there is something, and it is tolerated.
  const stable = lower > 0.5 ? 'a classifier hardly tells' : 'no classifier tells'
  const found = `${drifted ? 'a classifier tells' : stable} the windows apart`
  const figures = [
    `AUC ${formatDecimals(auc)}`,
    figure === 'pValue' ? `p ${formatPValue(pValue)}` : `at least ${formatDecimals(lower)}`,
  ].join(', ')
  if (figure === 'lower') return `${found} (${figures}; limit ${formatDecimals(threshold)})`
  return `${found} (${figures}; limit ${formatNumber(threshold)} for ${figure === 'pValue' ? 'p' : 'the AUC'})`
}

/** The features that told most, with their shares of all gain. */
export function featuresInWords({ features }: JudgedClassifier): string {
  const [first, ...others] = features
    .slice(0, 3)
    .map(({ column, share }) => `${column} ${formatPercent(share)}`)
  if (first === undefined) return 'nothing'
  return others.length === 0 ? first : `${[first, ...others.slice(0, -1)].join(', ')} and ${others.at(-1)}`
}
