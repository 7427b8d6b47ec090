/** A place between two numbers: just before `at`, which then lies above it, or just after. */
export interface Cut {
  readonly at: number
  readonly side: 'before' | 'after'
}

/** Finite values above one cut and below another; open where there is none. */
export interface NumberRange {
  readonly from?: Cut
  readonly to?: Cut
}

/** Which rows of a window a bin of one column holds: what SQL can say of them, free of any engine. */
export type RowSet =
  | ({ readonly type: 'range'; readonly except: readonly NumberRange[] } & NumberRange)
  /** Values among `in`; equally, where both are known, values that are not among `notIn`. */
  | { readonly type: 'texts'; readonly in?: readonly string[]; readonly notIn?: readonly string[] }
  | { readonly type: 'null' | 'infinite' | 'present' }

/** The range that is one number. */
export function only(value: number): NumberRange {
  return { from: { at: value, side: 'before' }, to: { at: value, side: 'after' } }
}
