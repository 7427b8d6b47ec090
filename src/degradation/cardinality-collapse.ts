import type { ColumnSummary } from '../profile/summary.ts'
import { formatCount } from '../report/numbers.ts'
import { normalQuantile } from '../stats/normal-law.ts'
import { type Occurrences, type Rarefied, rarefy } from '../stats/rarefaction.ts'
import { type Estimate, ratioBounds } from '../stats/ratio-bounds.ts'
import type { Chance, ColumnFacts, DegradationCheck } from './degradation-check.ts'

/** Columns with few values lose some by chance in a small window, so the check starts above ten. */
const moreThan = 10

export const cardinalityCollapse: DegradationCheck = {
  name: 'cardinality_collapse',
  definition: `Distinct values of the current window over the reference’s, which must have more than ${moreThan}.`,
  rule: 'cardinality_collapse < 0.3',
  severity: 'major',
  measure({ column, reference, current, evidence }) {
    if (reference === undefined || current === undefined || reference.distinct <= moreThan) return undefined
    // Of estimates the ends that are nearest to each other: what collapses there has collapsed.
    const [least] = reference.distinctRange ?? [reference.distinct]
    const [, most] = current.distinctRange ?? [0, current.distinct]
    const values = `${formatCount(reference.distinct)} to ${formatCount(current.distinct)}`
    const message = `the distinct values of "${column}" fell from ${values}`
    return {
      figures: { cardinality_collapse: most / least },
      baseline: reference.distinct,
      current: current.distinct,
      message,
      chance: chanceOf(message, reference, current, evidence),
    }
  },
}

/** A smaller window holds fewer values with nothing amiss: measured against what so many rows of the reference hold. */
function chanceOf(
  message: string,
  reference: ColumnSummary,
  current: ColumnSummary,
  evidence: ColumnFacts['evidence'],
): Chance {
  const rows = valuesOf(current)
  const [, most] = current.distinctRange ?? [0, current.distinct]
  const occurrences = evidence?.distinct?.occurrences ?? []
  const once = isCounted(reference, occurrences) ? (evidence?.distinct?.once ?? most) : most
  const now = expected(reference, occurrences, rows)
  const ratio = most / now.distinct
  return {
    figures: { cardinality_collapse: ratio },
    message:
      rows < valuesOf(reference)
        ? `${message}, where ${formatCount(rows)} rows of the reference hold about ${formatCount(Math.round(now.distinct))}`
        : message,
    laws: {
      cardinality_collapse(confidence, times) {
        const then = expected(reference, occurrences, rows * times)
        // In a longer window values that occur once get rarer or commoner as they do in the reference.
        const later = now.once > 0 ? then.once / now.once : 1 / times
        return ratioBounds(
          spread(ratio * then.distinct, once * later, confidence),
          spread(then.distinct, then.once, confidence),
        )
      },
    },
  }
}

/** A number of different values with its bounds; its variance is at most the number of values that occur once. */
function spread(value: number, once: number, confidence: number): Estimate {
  const reach = normalQuantile(confidence) * Math.sqrt(once)
  return { value, low: Math.max(0, value - reach), high: value + reach }
}

/**
 * What so many rows of the reference hold. Where not all of its values were counted one by one (identifiers, buckets of
 * a profile, integers that collide as doubles) it is at least what those that were give, and at least a proportional
 * part of all, since further rows bring fewer and fewer new values; and no more of them occur once than there are.
 */
function expected(reference: ColumnSummary, occurrences: Occurrences, rows: number): Rarefied {
  const known = rarefy(occurrences, rows)
  const [least] = reference.distinctRange ?? [reference.distinct]
  if (isCounted(reference, occurrences)) return known
  const distinct = Math.max(known.distinct, least * Math.min(1, rows / valuesOf(reference)))
  return { distinct, once: distinct }
}

function isCounted({ distinct, distinctRange }: ColumnSummary, occurrences: Occurrences): boolean {
  return distinctRange === undefined && occurrences.reduce((sum, [, values]) => sum + values, 0) === distinct
}

/** Rows that take part in a column's distribution. */
function valuesOf({ rows, nulls, infinite = 0 }: ColumnSummary): number {
  return rows - nulls - infinite
}
