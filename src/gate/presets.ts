/** Rules by name, for what teams ask of a retrained model. A metric that is called otherwise takes rules of one's own. */
export interface GatePreset {
  readonly name: string
  readonly rules: readonly string[]
  /** When it is used. */
  readonly meaning: string
}

/**
 * A lift of 0.02 is a difference of the figures, and 2% of a figure is relative to it, since that is how "an AUC lift
 * above 0.02" and "within 2% of the baseline" read.
 */
export const gatePresets: readonly GatePreset[] = [
  preset('floor', ['accuracy >= 0.85'], 'a retrained model below that on the holdout is rejected'),
  preset('lift', ['f1 >= champion + 0.02'], 'from staging to production by a margin'),
  preset(
    'retrain',
    ['accuracy >= 0.85', 'f1 >= champion + 0.02'],
    'the floor and the lift: a retraining pipeline',
  ),
  preset('auc-lift', ['auc > champion + 0.02'], 'a canary, an A/B test or a shadow that has to be better'),
  preset('shadow', ['accuracy > champion + 0.02'], 'a shadow that takes over'),
  preset('ab', ['ab/p < 0.05', 'ab/lift > 0.03'], 'an A/B test that mlreg ab --log recorded in the run'),
  preset('ab-strict', ['ab/p < 0.01', 'ab/relativeLift >= 5%'], 'the same, surer and better by 5%'),
  preset('canary', ['accuracy >= champion'], 'a canary gets more traffic: a tie is good enough'),
  preset('canary-keep', ['accuracy >= champion - 0.05'], 'a canary is not rolled back'),
  preset(
    'canary-day',
    ['canary_hours >= 24', 'canary_share >= 5%'],
    'a canary has run for a day at 5% of traffic',
  ),
  preset('within-2', ['auc >= champion - 2%'], 'as good as before, or within 2% of it'),
  preset('within-5', ['accuracy >= champion - 5%'], 'an accuracy more than 5% lower is an alarm'),
  preset('data', ['data.training', 'data.cutoff'], 'trained on data that were logged, up to a known time'),
  preset('same-data', ['same-data'], 'both were scored on the same holdout'),
  preset('tested', ['tags.integration_test = passed'], 'the integration test in staging passed'),
  preset(
    'fresh-drift',
    ['drift.verdict = ok', 'drift.age <= 7d'],
    'its data were checked this week and are fine',
  ),
]

function preset(name: string, rules: readonly string[], meaning: string): GatePreset {
  return { name, rules, meaning }
}
