import type { ClassificationOutcomes, Outcomes } from './outcomes.ts'

export interface ClassCounts {
  readonly label: string
  readonly truePositives: number
  readonly predicted: number
  readonly actual: number
}

/** Each label's counts, over labels that occur as target or prediction. Nothing without predictions. */
export function classCounts(outcomes: Outcomes): readonly ClassCounts[] | undefined {
  if (outcomes.task !== 'classification' || outcomes.confusion.size === 0) return undefined
  const { confusion } = outcomes
  const labels = new Set([...confusion.keys(), ...[...confusion.values()].flatMap(row => [...row.keys()])])
  const cells = [...confusion].flatMap(([target, row]) =>
    [...row].map(([prediction, rows]) => ({ target, prediction, rows })),
  )
  const count = (keep: (cell: { target: string; prediction: string }) => boolean) =>
    cells.filter(keep).reduce((total, { rows }) => total + rows, 0)
  return [...labels].sort().map(label => ({
    label,
    truePositives: count(cell => cell.target === label && cell.prediction === label),
    predicted: count(cell => cell.prediction === label),
    actual: count(cell => cell.target === label),
  }))
}

/** The positive class alone when there are two classes, all of them otherwise: what precision and recall average over. */
export function averagedClasses(outcomes: Outcomes): readonly ClassCounts[] | undefined {
  const counts = classCounts(outcomes)
  const { positive } = outcomes as ClassificationOutcomes
  return positive === undefined ? counts : counts?.filter(({ label }) => label === positive)
}

export function meanOf(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length
}

/** 0 where nothing was predicted or nothing is there to be found, as scikit-learn's zero_division=0. */
export function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole
}
