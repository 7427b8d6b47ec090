import type { CardLint } from '../cards/lint-card.ts'
import type { Evidence } from './evidence.ts'
import type { EvaluationData } from './judgement.ts'

/** What rules are judged by. */
export interface Situation {
  readonly candidate: Evidence
  readonly champion: Evidence | { readonly missing: string; readonly hint?: string }
  /** Undefined without a champion. */
  readonly data: EvaluationData | undefined
  readonly nowMs: number
  /** Reads and judges the candidate's card. */
  lintCard(): CardLint
}
