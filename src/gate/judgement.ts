import type { Version } from '../registry/versions.ts'

export interface JudgedRule {
  /** As it was written. */
  readonly rule: string
  /** What it is about: `auc`, `tags.canary`, `model.bytes`, `same-data`. */
  readonly metric: string
  /** The candidate's; null where there is none. A metric may be NaN or infinite. */
  readonly value: number | string | null
  /** The champion's; null where it is not asked for or not there. */
  readonly baseline: number | string | null
  /** What the value was compared with: the champion's figure after the rule's change, or the rule's own. */
  readonly limit: number | string | null
  /** Null when it cannot be compared, which is no pass. */
  readonly passed: boolean | null
  /** One sentence with the numbers. */
  readonly message: string
  /** The way out, where it cannot be compared. */
  readonly hint?: string
}

/** What is known of the data that both were scored on: `one-sided` when one of them logged none, `unknown` when both did. */
export interface EvaluationData {
  readonly verdict: 'same' | 'different' | 'one-sided' | 'unknown'
  /** SHA-256 of each, in hexadecimal. */
  readonly candidate: readonly string[]
  readonly champion: readonly string[]
  /** Whether metrics were compared all the same. */
  readonly ignored: boolean
}

/** A version under its rules. One that cannot be compared makes the whole so, whatever came of the others. */
export interface GateJudgement {
  readonly verdict: 'pass' | 'fail' | 'cannot-compare'
  /** `churn/7`. */
  readonly model: string
  readonly against: string | null
  readonly version: Version
  /** In the order they were given. */
  readonly rules: readonly JudgedRule[]
  /** Null when nothing was compared with a champion's metrics. */
  readonly data: EvaluationData | null
  readonly warnings: readonly string[]
}
