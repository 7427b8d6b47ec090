import { activeModels } from '../../registry/models.ts'
import { type Version, versionsOf, versionsOfRuns } from '../../registry/versions.ts'
import type { Store } from '../../store/store.ts'
import type { ScopeOptions } from './run-scope.ts'

interface VersionScope extends ScopeOptions {
  readonly models?: boolean
}

/**
 * The versions that go out with these runs: all where no runs were chosen, also those registered from files, else those
 * of the runs; none with `--no-models`.
 */
export function scopedVersions(store: Store, rows: readonly number[], options: VersionScope): Version[] {
  if (options.models === false) return []
  if (options.experiment !== undefined || options.filter !== undefined) return versionsOfRuns(store, rows)
  return activeModels(store).flatMap(model => versionsOf(store, model))
}
