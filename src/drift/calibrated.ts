import { byCodePoint } from '../profile/by-code-point.ts'
import { formatNumber, formatPercent } from '../report/numbers.ts'
import { adjustPValues } from '../stats/adjust-p-values.ts'
import { judgeCalibrated, type Ranked, sizedResult } from './calibrated-column.ts'
import { fittingRules } from './judge-test.ts'
import type { Given, MeasuredColumn, Policy } from './policy.ts'
import { calibratedP, unchangedP } from './psi-calibrated.ts'
import { ruleTexts } from './rule.ts'
import { driftTests } from './tests.ts'

const test = 'psi-calibrated'

/**
 * A column has drifted when its PSI is above the minimum effect beyond chance: p of `psi-calibrated`, adjusted over the
 * run's columns, below alpha. A change that is real and smaller is `minor` and stable; a window too small to have shown a
 * change worth knowing of is not taken for a stable one. The user's rules decide besides, and alone for a test they name.
 * Drifted rows first, then by how far past the limit, then by name.
 */
export const calibrated: Policy = {
  name: 'calibrated',
  needs: [test],
  bins: 'robust',
  describe({ rules, alpha, minEffect, correction }) {
    const names = new Set(driftTests.map(({ name }) => name))
    const given = rules.filter(
      rule => !rule.isReplaced && rule.conditions.some(({ measure }) => names.has(measure)),
    )
    const adjusted = { bh: ', Benjamini-Hochberg', holm: ', Holm', none: ' a column' }[correction]
    const own = `PSI above ${formatNumber(minEffect)} beyond chance, at ${formatPercent(alpha)}${adjusted}`
    return [...ruleTexts(given), own].join('; ')
  },
  // Bounds are of either side of a figure, and no quantile is infinite.
  confidence: ({ alpha }) => Math.min(Math.max(0.5, 1 - alpha), 1 - Number.EPSILON),
  judge(columns, given) {
    const family = columns.filter(column => isInFamily(column, given))
    const level = (p: (column: MeasuredColumn) => number) => {
      const adjusted = adjustPValues(family.map(p), given.correction)
      return new Map(family.map((column, i) => [column, adjusted[i] as number]))
    }
    const drifted = level(column => calibratedP(sizedResult(column), given.minEffect))
    const changed = level(column => unchangedP(sizedResult(column)))
    return columns
      .map(column => judgeCalibrated(column, given, drifted.get(column), changed.get(column)))
      .sort(inOrder)
      .map(({ row }) => row)
  },
}

/**
 * The columns whose p-values are judged together: not those that a rule judges by this test instead, nor, when --test
 * asks for others only, those that a rule judges by one of them.
 */
function isInFamily(column: MeasuredColumn, { rules, tests }: Given): boolean {
  if (column.missing || column.measure.tests[test] === undefined || column.fewBlocks) return false
  const measures = fittingRules(rules, column).flatMap(rule => rule.conditions.map(({ measure }) => measure))
  return !measures.includes(test) && (tests.includes(test) || measures.length === 0)
}

function inOrder(a: Ranked, b: Ranked): number {
  const drifted = ({ row }: Ranked) => Number(row.verdict === 'drifted')
  return (
    drifted(b) - drifted(a) ||
    Number(b.strength > a.strength) - Number(b.strength < a.strength) ||
    byCodePoint(a.row.column.name, b.row.column.name)
  )
}
