/** Which side of a difference is asked about: that B is better, or that B differs. */
export type Alternative = 'greater' | 'two-sided'

/** How two arms are compared. */
export interface Question {
  /** Above 0 and below 0.5. */
  readonly alpha: number
  readonly alternative: Alternative
  readonly better: 'higher' | 'lower'
}

/** The probability that either end of the interval misses: the test's level on the side that it looks at. */
export function tailOf({ alpha, alternative }: Pick<Question, 'alpha' | 'alternative'>): number {
  return alternative === 'greater' ? alpha : alpha / 2
}

/** What the rows say of the difference of two arms. Every figure is finite. */
export interface Comparison {
  /** B's value less A's. */
  readonly difference: number
  /** Of the difference; each end misses it with probability `tailOf`, so that the interval and the test agree. */
  readonly interval: { readonly low: number; readonly high: number; readonly method: IntervalMethod }
  readonly test: {
    readonly name: 'z-proportions' | 'fisher' | 'welch-t' | 'student-t'
    /** z or t, positive when B's value is the larger; none of an exact test. */
    readonly statistic?: number
    readonly dof?: number
    /** The least of the four counts that equal shares would let expect: decides between z and the exact test. */
    readonly expected?: number
    /** Under the alternative asked for. */
    readonly pValue: number
    /** One-sided, that B is worse. */
    readonly pWorse: number
  }
}

export type IntervalMethod = 'newcombe' | 't'
