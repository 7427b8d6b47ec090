/** A test of both windows as wholes: what `--list-tests` says of it, and what a rule may ask for. */
export interface WholeTest {
  readonly name: string
  /** What makes it a finding by default. */
  readonly rule: string
  readonly definition: string
  /** Figures that a rule may name; none when no rule may. */
  readonly figures: readonly string[]
}

/** Every test of --multivariate, in the order of its section. */
export const wholeTests: readonly WholeTest[] = [
  {
    name: 'domain-classifier',
    rule: 'domain-classifier.lower > 0.5885',
    definition:
      'How well boosted trees tell current rows from reference rows by the features: AUC of rows they had not seen, mean of five folds; p by the law of Mann and Whitney’s U, variance doubled as folds share rows; lower = confidence bound by DeLong (Lopez-Paz & Oquab 2017).',
    figures: ['statistic', 'pValue', 'lower'],
  },
  {
    name: 'correlation',
    rule: 'changed by more than 0.1',
    definition:
      'Spearman’s rho of each pair of numeric columns, before and after: Fisher’s z (variance of Bonett & Wright 2000, or of the rows at hand if larger) against a difference of 0.1, p adjusted by Holm.',
    figures: [],
  },
]
