export type Operator = '>=' | '>' | '<=' | '<' | '=' | '!='

/** What a rule looks at: of the candidate, and of the champion where it is compared with that. */
export interface Subject {
  readonly kind: 'metric' | 'param' | 'tag' | 'model' | 'drift' | 'approvals'
  /** The key of a metric, param or tag; `bytes` of a model, `share` of a drift check; '' of approvals. */
  readonly key: string
}

/** How the champion's figure is changed before it is compared with. A percentage is of the figure's size. */
export interface Change {
  readonly kind: 'difference' | 'percent' | 'factor'
  readonly by: number
  /** As it was written, with its sign: `+ 0.02`, `- 2%`, `* 1.02`. */
  readonly text: string
}

export type Bound =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'champion'; readonly change?: Change }

/** What is so or not, without a figure. */
export const facts = [
  'same-data',
  'data.training',
  'data.evaluation',
  'data.cutoff',
  'baseline',
  'card',
] as const
export type Fact = (typeof facts)[number]

/** One thing that is asked of a version. `text` is the rule as the user wrote it, `name` its subject likewise. */
export type GateRule =
  | { readonly kind: 'fact'; readonly fact: Fact; readonly text: string; readonly name: string }
  | {
      readonly kind: 'comparison'
      readonly subject: Subject
      readonly operator: Operator
      readonly bound: Bound
      readonly text: string
      readonly name: string
    }

export type Comparison = Extract<GateRule, { kind: 'comparison' }>
