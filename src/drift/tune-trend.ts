import { midRanks } from '../stats/mid-ranks.ts'
import { pearson } from '../stats/pearson.ts'
import { studentTTwoSided } from '../stats/student-t-two-sided.ts'
import { type TunedRule, tunedFigure } from './tune-rules.ts'

const level = 0.01
/** With fewer windows no order of them is so rare. */
const fewest = 6

/**
 * The columns in which later windows are stranger than earlier ones: Spearman's rank correlation with the windows' order
 * is above 0, p < 0.01 by Student's law with k - 2 degrees of freedom, over all rules by Bonferroni. Their windows are not
 * exchangeable. Where windows are compared with each other, the outermost are the strangest then.
 */
export function trending(rules: readonly TunedRule[], isAmongEachOther: boolean): readonly string[] {
  const found = rules.filter(rule => rises(rule, isAmongEachOther, level / rules.length))
  return [...new Set(found.map(({ column }) => column))]
}

function rises({ scores, test }: TunedRule, isAmongEachOther: boolean, alpha: number): boolean {
  const sign = tunedFigure(test).operator === '>' ? 1 : -1
  const middle = (scores.length - 1) / 2
  const points = scores.flatMap((score, i) =>
    score === undefined ? [] : [{ score: sign * score, place: isAmongEachOther ? Math.abs(i - middle) : i }],
  )
  if (points.length < fewest) return false
  const rho = pearson(midRanks(points.map(({ score }) => score)), midRanks(points.map(({ place }) => place)))
  if (rho === undefined || rho <= 0) return false
  const dof = points.length - 2
  return rho === 1 || studentTTwoSided(rho * Math.sqrt(dof / (1 - rho * rho)), dof) < 2 * alpha
}
