import { formatNumber, formatPercent } from '../report/numbers.ts'
import type { Change } from './change.ts'

/** The change in one plain sentence, such as `median 34 → 41` or `5.1% of rows became exactly 0`. */
export function describeChange(change: Change): string {
  switch (change.type) {
    case 'none':
      return 'the distributions are the same'
    case 'atom':
      return describeAtom(change.at, change.before, change.after)
    case 'median':
      return `median ${formatNumber(change.before)} → ${formatNumber(change.after)}`
    case 'spread':
      return `5th to 95th percentile ${range(change.before)} → ${range(change.after)}`
    case 'gap':
      return `values up to ${formatNumber(change.at)}: ${formatPercent(change.before)} → ${formatPercent(change.after)}`
    case 'category':
      return `"${change.value}" ${formatPercent(change.before)} → ${formatPercent(change.after)}`
    case 'unseen':
      return `${formatPercent(change.share)} of rows are ${newCategories(change.distinct, change.examples)}`
  }
}

function describeAtom(value: number, before: number, after: number): string {
  const share = after - before
  if (share > 0 && before < 0.1 * after)
    return `${formatPercent(share)} of rows became exactly ${formatNumber(value)}`
  return `exactly ${formatNumber(value)}: ${formatPercent(before)} → ${formatPercent(after)} of rows`
}

function range([low, high]: readonly [number, number]): string {
  return `${formatNumber(low)}–${formatNumber(high)}`
}

function newCategories(distinct: number, examples: readonly string[]): string {
  const names = examples.map(example => `"${example}"`).join(', ')
  return `${distinct === 1 ? 'a new value' : `${distinct} new values`}: ${names}${distinct > examples.length ? ', …' : ''}`
}
