import { MlregError } from '../../errors.ts'
import { applyPreset } from './apply-preset.ts'
import { type Agreed, applyTerms } from './apply-terms.ts'
import type { DriftResult } from './drift-result.ts'
import { findWindow } from './find-window.ts'
import type { DriftContext } from './open-windows.ts'
import type { FoundWindow } from './window-place.ts'

/** What is to be compared, and how: by what was typed, by the version's terms, by the settings. */
export interface FoundWindows extends Agreed {
  readonly reference: FoundWindow
  readonly current: FoundWindow
}

/** Finds both windows. The terms are those of the version whose baseline is the reference. */
export async function findWindows(given: DriftContext): Promise<FoundWindows> {
  const [reference, current] = windowsOf(given)
  const found = { reference: await findWindow(given, reference), current: await findWindow(given, current) }
  const { context, weights } = applyTerms(given, found.reference.version?.drift ?? {})
  return {
    ...found,
    context: { ...context, options: applyPreset(context) },
    ...(weights === undefined ? {} : { weights }),
  }
}

/** What names the same tomorrow: a stage or an alias may be another version's by then. */
export function pinned({ source, version }: FoundWindow): string {
  return version === undefined ? source : `models:/${version.name}/${version.version}`
}

/** The versions whose baselines are compared. */
export function versionsOf({ reference, current }: FoundWindows): DriftResult['versions'] {
  return {
    ...(reference.version === undefined ? {} : { reference: reference.version }),
    ...(current.version === undefined ? {} : { current: current.version }),
  }
}

function windowsOf({ operands: [reference, current], options }: DriftContext): readonly [string, string] {
  if (reference === undefined || current === undefined) {
    throw new MlregError(
      'usage',
      `${reference === undefined ? 'two windows are' : 'the current window is'} missing`,
      {
        // What follows --log is the run to record in.
        hint:
          options.log === undefined || options.log === 'new'
            ? 'such as mlreg drift reference.parquet current.parquet'
            : `--log took "${options.log}" for a run: put --log last, or write --log new`,
      },
    )
  }
  refuseStdinTwice(reference, current)
  return [reference, current]
}

/** Throws `usage` where both windows would be read from standard input. */
export function refuseStdinTwice(reference: string, current: string): void {
  if (reference === '-' && current === '-')
    throw new MlregError('usage', 'standard input can be one window, not both')
}
