import type { JudgedClassifier, Multivariate } from '../../multivariate/compare-wholes.ts'
import type { CorrelationPair } from '../../multivariate/correlation-drift.ts'
import { toleratedChange } from '../../multivariate/correlation-drift.ts'
import { counted, formatCount, formatDecimals, formatNumber, formatPercent } from '../../report/numbers.ts'
import type { Check, Records } from '../../report/report.ts'

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
export function multivariateChecks({ classifier, correlations, warnings }: Multivariate): readonly Check[] {
  const { changed, compared, pairs } = correlations
  const largest = pairs.slice(0, Math.min(changed, 3)).map(pairSentence)
  const group = 'multivariate'
  return [
    {
      group,
      name: 'domain-classifier',
      outcome: classifier === undefined ? 'skipped' : classifier.drifted ? 'failed' : 'passed',
      title: 'multivariate: domain-classifier',
      message: classifier ? classifierSentence(classifier) : warnings.join('; '),
    },
    {
      group,
      name: 'correlation',
      outcome: compared === 0 ? 'skipped' : changed > 0 ? 'failed' : 'passed',
      title: 'multivariate: correlation',
      message: [`${formatCount(changed)} of ${counted(compared, 'pair')} changed`, ...largest].join('; '),
    },
  ]
}

export function pairName({ a, b }: CorrelationPair): string {
  return `${a} × ${b}`
}

function pairSentence(pair: CorrelationPair): string {
  return `correlation of ${pairName(pair)}: ${formatDecimals(pair.reference)} → ${formatDecimals(pair.current)}`
}

/** What the classifier found: the AUC with its lower bound and the limit, and the features it went by. */
export function classifierSentence(classifier: JudgedClassifier): string {
  const { auc, lower, figure, threshold, features, drifted } = classifier
  const found = drifted ? 'a classifier tells them apart' : 'no classifier tells them apart'
  const name = figure === 'lower' ? '' : ` for ${figure === 'pValue' ? 'p' : 'the AUC'}`
  const limit = `limit ${figure === 'lower' ? formatDecimals(threshold) : formatNumber(threshold)}${name}`
  const by = features.slice(0, 3).map(({ column, share }) => `${column} ${formatPercent(share)}`)
  const learned = by.length > 0 ? `, by ${by.join(', ')}` : ''
  return `${found}${learned} (AUC ${formatDecimals(auc)}, at least ${formatDecimals(lower)}; ${limit})`
}
