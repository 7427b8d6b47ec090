import { MlregError } from '../../errors.ts'
import type { Io } from '../../io.ts'
import { nearest } from '../../nearest.ts'
import { asModelUri, isModelUri, resolveVersion } from '../../registry/resolve-version.ts'
import type { Version } from '../../registry/versions.ts'
import { type Run, recentRunNames, runsMatching, runWithId } from '../../store/runs.ts'
import type { Store } from '../../store/store.ts'

const shown = 5

/**
 * The run a person means: its id, the start of it from 4 digits on, or its name, if only one run has it; `models:/…`
 * means the run that a version comes from.
 */
export function resolveRun(store: Store, text: string): Run {
  if (isModelUri(text)) return runOfVersion(store, resolveVersion(store, text))
  const found = runsMatching(store, text)
  // Of several with a name, those that were deleted are not meant.
  const active = found.filter(run => run.lifecycle === 'active')
  const meant = active.length > 0 ? active : found
  const [only] = meant
  if (only === undefined) throw unknownRun(store, text)
  if (meant.length === 1) return only
  const candidates = meant.slice(0, shown).map(run => `${run.id} (${run.name})`)
  const more = meant.length > shown ? ` and ${meant.length - shown} more` : ''
  throw new MlregError('bad-input', `"${text}" may be any of ${meant.length} runs`, {
    hint: `give more of the id: ${candidates.join(', ')}${more}`,
  })
}

function runOfVersion(store: Store, { name, version, runId }: Version): Run {
  const run = runId === null ? undefined : runWithId(store, runId)
  if (run !== undefined) return run
  throw new MlregError(
    'not-found',
    runId === null
      ? `${name}/${version} was registered from files, not from a run`
      : `the store does not have the run ${runId} that ${name}/${version} comes from`,
  )
}

function unknownRun(store: Store, text: string): MlregError {
  const near = asModelUri(store, text) ?? nearest(text, recentRunNames(store, 1_000))
  return new MlregError('not-found', `there is no run "${text}"`, {
    hint:
      near === undefined
        ? 'list them: mlreg runs. An id may be cut to its first 4 digits'
        : `did you mean "${near}"?`,
  })
}

/** What --run says, else MLREG_RUN_ID. */
export function runReference({ env }: Pick<Io, 'env'>, named: string | undefined): string {
  const text = named ?? env.MLREG_RUN_ID
  if (text) return text
  throw new MlregError('usage', 'no run is named', {
    hint: 'give --run, or set MLREG_RUN_ID: export MLREG_RUN_ID=$(mlreg start)',
  })
}
