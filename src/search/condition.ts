import type { Field } from './fields.ts'

export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>='

/** A filter, understood. A number beside a param or tag compares those values that are numbers. */
export type Condition =
  | { readonly kind: 'all' | 'any'; readonly parts: readonly Condition[] }
  | { readonly kind: 'not'; readonly part: Condition }
  | FieldCondition

/** What is asked of one field. Each is true or false of a run, never unknown: a key that is missing makes it false. */
export type FieldCondition =
  | {
      readonly kind: 'compare'
      readonly field: Field
      readonly operator: Comparison
      readonly value: number | string
    }
  | {
      readonly kind: 'like'
      readonly field: Field
      readonly negated: boolean
      readonly pattern: string
      readonly ignoresCase: boolean
    }
  | {
      readonly kind: 'in'
      readonly field: Field
      readonly negated: boolean
      readonly values: readonly (number | string)[]
    }
  /** Whether the key or the attribute is not there. */
  | { readonly kind: 'null'; readonly field: Field; readonly negated: boolean }
  /** Whether the metric is there and is not a number. */
  | { readonly kind: 'nan'; readonly field: Field; readonly negated: boolean }
