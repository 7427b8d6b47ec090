import { MlregError } from '../../errors.ts'
import { modelSpelled } from '../../registry/models.ts'
import { resolveVersion } from '../../registry/resolve-version.ts'
import { type Version, versionsOf, versionsOfRuns } from '../../registry/versions.ts'
import { runWithId } from '../../store/runs.ts'
import type { Store } from '../../store/store.ts'
import type { Context } from '../command.ts'
import { type ScopeOptions, scopedRows } from '../export/run-scope.ts'
import { scopedVersions } from '../export/version-scope.ts'
import { resolveRun } from '../tracking/resolve-run.ts'

export interface BundleScope extends ScopeOptions {
  readonly run?: readonly string[]
  readonly model?: readonly string[]
  readonly models?: boolean
}

export function refuseMixedScope({ run, model, models, experiment, filter }: BundleScope): void {
  const named = [...(run === undefined ? [] : ['--run']), ...(model === undefined ? [] : ['--model'])]
  if (named.length > 0 && (experiment ?? filter) !== undefined) {
    throw new MlregError(
      'usage',
      `${named.join(' and ')} say what goes out, and so does --experiment or --filter`,
      {
        hint: 'give one of them',
      },
    )
  }
  if (model !== undefined && models === false) {
    throw new MlregError('usage', '--model asks for models, and --no-models for none')
  }
}

/** What goes into a bundle: runs by their rows, in the order they were recorded, and versions of models. */
export function bundleScope(
  store: Store,
  context: Pick<Context<BundleScope>, 'io' | 'options'>,
): { readonly rows: readonly number[]; readonly versions: readonly Version[] } {
  const { options } = context
  if (options.run === undefined && options.model === undefined) {
    const rows = scopedRows(store, context)
    return { rows, versions: scopedVersions(store, rows, options) }
  }
  const runs = (options.run ?? []).map(reference => resolveRun(store, reference).row)
  const named = (options.model ?? []).flatMap(reference => versionsNamed(store, reference))
  const behind = named.flatMap(({ runId }) => (runId === null ? [] : (runWithId(store, runId)?.row ?? [])))
  const versions = options.models === false ? [] : [...named, ...versionsOfRuns(store, runs)]
  return {
    rows: [...new Set([...runs, ...behind])].sort((a, b) => a - b),
    versions: [...new Map(versions.map(version => [version.row, version])).values()],
  }
}

/** A name means all versions of the model; anything else means one. */
function versionsNamed(store: Store, reference: string): Version[] {
  const model = modelSpelled(store, reference.replace(/^models:\/+/, ''))
  if (model?.lifecycle === 'active') return versionsOf(store, model)
  return [resolveVersion(store, reference)]
}
