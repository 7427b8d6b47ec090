import type { Evidence } from './evidence.ts'
import type { EvaluationData } from './judgement.ts'

/** What rules are judged by. */
export interface Situation {
  readonly candidate: Evidence
  readonly champion: Evidence | { readonly missing: string; readonly hint?: string }
  /** Undefined without a champion. */
  readonly data: EvaluationData | undefined
  readonly nowMs: number
}
