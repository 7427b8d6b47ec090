import type { Arm, Estimate } from './arm.ts'
import { compareEstimates } from './compare-estimates.ts'
import { compareProportions } from './compare-proportions.ts'
import type { Comparison } from './comparison.ts'
import { type Decision, type Demand, decide } from './decide.ts'
import { estimatePower, proportionPower, type Spread } from './power.ts'

export interface Judgement {
  readonly comparison: Comparison
  readonly decision: Decision
}

/** Compares two arms of one kind and decides between them. Throws what the comparison and the decision throw. */
export function judge(a: Arm, b: Arm, demand: Demand, isSlower: boolean): Judgement {
  if (a.kind === 'proportion' && b.kind === 'proportion') {
    const comparison = compareProportions(a, b, demand)
    const law = proportionPower(a.successes / a.rows, demand)
    return { comparison, decision: decide(a, b, comparison, law, demand, isSlower) }
  }
  if (a.kind === 'estimate' && b.kind === 'estimate') {
    const comparison = compareEstimates(a, b, demand)
    const law = estimatePower(spreadOf(a), spreadOf(b), demand)
    return { comparison, decision: decide(a, b, comparison, law, demand, isSlower) }
  }
  throw new Error('arms of two kinds')
}

function spreadOf({ spread, dof, rows }: Estimate): Spread {
  return { spread, dof: of => (dof * of) / rows }
}
