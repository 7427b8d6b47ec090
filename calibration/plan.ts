/** How often each size of windows is drawn. */
export interface PlannedSize {
  readonly reference: number
  readonly current: number
  /** Pairs of windows without drift, for each column. */
  readonly pairs: number
  /** Pairs of windows with drift, for each kind of drift. */
  readonly drifted: number
  /** Whole runs of 25 columns, for each mix of columns; none where that takes too long. */
  readonly runs: number
}

export interface Plan {
  readonly sizes: readonly PlannedSize[]
  /** Rounds of each of the defects. */
  readonly defects: number
}

const size = (
  reference: number,
  current: number,
  pairs: number,
  drifted: number,
  runs: number,
): PlannedSize => ({ reference, current, pairs, drifted, runs })

/** Some fifteen minutes. Whole runs end at 100,000 rows: one of 1,000,000 takes as long as all others. */
export const fullPlan: Plan = {
  sizes: [
    size(50, 50, 2000, 500, 400),
    size(200, 200, 2000, 500, 400),
    size(1000, 1000, 1500, 500, 400),
    size(10_000, 10_000, 400, 200, 100),
    size(100_000, 100_000, 100, 50, 20),
    size(1_000_000, 1_000_000, 12, 8, 0),
    size(2000, 100, 1500, 500, 400),
    size(100, 2000, 1500, 500, 400),
    size(100_000, 1000, 200, 100, 40),
  ],
  defects: 200,
}

/** Some ten seconds: what the tests run. */
export const shortPlan: Plan = {
  sizes: [
    size(50, 50, 80, 30, 30),
    size(300, 300, 50, 25, 20),
    size(2000, 2000, 16, 16, 8),
    size(1000, 60, 50, 25, 20),
    size(60, 1000, 50, 25, 20),
  ],
  defects: 10,
}
