import { type Gap, gapOf } from '../stats/gap-bounds.ts'
import type { GroupFigures } from './group-figures.ts'

/** How far groups are apart in one respect. */
export interface GroupGap extends Pick<Gap, 'difference' | 'ratio'> {
  /** Fairlearn's name for it, where it has one. */
  readonly name: string
  /** The figures that it is of. */
  readonly of: readonly string[]
  /** Places of the groups that differ most. */
  readonly largest: number
  readonly smallest: number
  /** Places of groups in which the figure is not defined: they take no part. */
  readonly leftOut: readonly number[]
}

const confidence = 0.95

const single: readonly (readonly [name: string, of: string])[] = [
  ['demographic_parity', 'selection_rate'],
  ['equal_opportunity', 'recall'],
  ['false_positive_rate', 'false_positive_rate'],
  ['accuracy', 'accuracy'],
  ['mae', 'mae'],
]

/**
 * Differences (largest less smallest) and ratios (smallest over largest) between groups, with intervals of 95%. Equalized
 * odds is the worse of recall and false positive rate. Definitions: Fairlearn's `demographic_parity_difference`,
 * `equal_opportunity_difference`, `equalized_odds_difference` with `agg='worst_case'`, and their ratios.
 */
export function groupGaps(groups: readonly GroupFigures[]): GroupGap[] {
  const gaps = single.flatMap(([name, of]) => gapIn(groups, name, of) ?? [])
  const odds = equalizedOdds(groups)
  const after = gaps.findIndex(({ name }) => name === 'false_positive_rate') + 1
  return odds === undefined ? gaps : gaps.toSpliced(after, 0, odds)
}

function gapIn(
  groups: readonly GroupFigures[],
  name: string,
  of: string,
  families = 1,
): GroupGap | undefined {
  const places = groups.flatMap((figures, place) => (figures.has(of) ? [place] : []))
  if (places.length < 2) return undefined
  const figures = places.flatMap(place => groups[place]?.get(of) ?? [])
  const { difference, ratio, largest, smallest } = gapOf(figures, confidence, families)
  return {
    ...{ name, of: [of], difference, ratio },
    largest: places[largest] as number,
    smallest: places[smallest] as number,
    leftOut: groups.flatMap((_, place) => (places.includes(place) ? [] : [place])),
  }
}

function equalizedOdds(groups: readonly GroupFigures[]): GroupGap | undefined {
  const parts = ['recall', 'false_positive_rate'].map(of => gapIn(groups, 'equalized_odds', of, 2))
  const [recall, falsePositives] = parts
  if (recall === undefined || falsePositives === undefined) return undefined
  const worst = recall.difference.value >= falsePositives.difference.value ? recall : falsePositives
  const ratios = [recall.ratio, falsePositives.ratio].filter(one => one !== undefined)
  return {
    ...worst,
    of: ['recall', 'false_positive_rate'],
    difference: {
      value: worst.difference.value,
      low: Math.max(recall.difference.low, falsePositives.difference.low),
      high: Math.max(recall.difference.high, falsePositives.difference.high),
    },
    ratio:
      ratios.length < 2
        ? undefined
        : {
            value: Math.min(...ratios.map(({ value }) => value)),
            low: Math.min(...ratios.map(({ low }) => low)),
            high: Math.min(...ratios.map(({ high }) => high)),
          },
    leftOut: [...new Set([...recall.leftOut, ...falsePositives.leftOut])].sort((a, b) => a - b),
  }
}
