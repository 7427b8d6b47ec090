import type { OpenedWindow } from '../../data/window.ts'
import type { DegradationRow } from '../../degradation/degradation-row.ts'
import type { DriftRow, Policy } from '../../drift/policy.ts'
import type { Multivariate } from '../../multivariate/compare-wholes.ts'
import type { Version } from '../../registry/versions.ts'
import type { Digests } from './digests-for.ts'
import type { BlocksTaken } from './run-blocks.ts'

/** Counts over the columns of the reference that took part. */
export interface DriftSummary {
  readonly columns: number
  readonly compared: number
  readonly drifted: number
  /** Drifted over compared, 0 to 1, by weight where weights were given. */
  readonly share: number
  /** Findings of the degradation table, notes not counted. */
  readonly degraded: number
  readonly notCompared: number
  /** Columns of too few rows to have shown drift: among those not compared. */
  readonly notEnoughData: number
  /** Rows of the degradation table that more rows might make findings. */
  readonly inconclusive: number
  /** Whether the windows differ as wholes, where that was asked. */
  readonly multivariateDrift?: boolean
}

/** Everything `mlreg drift` found, before it is written in any form. */
export interface DriftResult {
  readonly policy: Policy
  /** What decides about drift, in a few words. */
  readonly deciders: string
  readonly reference: OpenedWindow
  readonly current: OpenedWindow
  /** The versions whose baselines they are, where they are. */
  readonly versions: { readonly reference?: Version; readonly current?: Version }
  /** Where a form of the report carries them. */
  readonly digests: Digests | undefined
  readonly rows: readonly DriftRow[]
  readonly degradation: readonly DegradationRow[]
  readonly weights: ReadonlyMap<string, number> | undefined
  /** Names of the tests that were asked for, or that a rule names. */
  readonly shownTests: readonly string[]
  readonly summary: DriftSummary
  /** The windows as wholes, where that was asked. */
  readonly multivariate: Multivariate | undefined
  /** The blocks that rows count together in, where that was asked. */
  readonly block?: BlocksTaken | undefined
  /** Quality fell while the features held still. */
  readonly conceptDrift: boolean
  /** What was found: `ok`, `drift`, `degradation` or `drift,degradation`. */
  readonly verdict: string
  /** The status the process ends with. */
  readonly exit: number
  /** A command line that gives the same answer. */
  readonly reproduce: string
  /** Rows of a table for people. */
  readonly most: number
  readonly warnings: readonly string[]
  /** The id of the run in which it is recorded, where that was asked. */
  readonly recordedIn?: string
}
