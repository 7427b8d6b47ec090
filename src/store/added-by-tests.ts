/**
 * What `mlreg ab --log RUN` and `mlreg drift --log RUN` add to a run that others made: results of tests, and the windows
 * that were compared, which say nothing of how a model was trained.
 */
const tests: readonly { readonly metrics: RegExp; readonly contexts: readonly string[] }[] = [
  { metrics: /^ab\//, contexts: ['champion', 'challenger'] },
  { metrics: /^drift\//, contexts: ['reference', 'current'] },
]

/** Whether a metric is a test's result, by its name. */
export function isAddedMetric(key: string): boolean {
  return tests.some(({ metrics }) => metrics.test(key))
}

/** Whether data of this context are those of a test, in a run with metrics of these names. */
export function isAddedContext(context: string, keys: Iterable<string>): boolean {
  const names = [...keys]
  return tests.some(
    ({ metrics, contexts }) => contexts.includes(context) && names.some(key => metrics.test(key)),
  )
}
