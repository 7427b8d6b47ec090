import type { RegistryEvent } from '../../hooks/registry-event.ts'
import type { Version } from '../../registry/versions.ts'

type Told = Pick<RegistryEvent, 'actor' | 'timeMs' | 'store'> & Partial<RegistryEvent>

/** What hooks are told of something that was done to a version. */
export function versionEvent(event: RegistryEvent['event'], version: Version, told: Told): RegistryEvent {
  return {
    ...{ event, model: version.name, version: version.version, run: version.runId, digest: version.digest },
    ...{ from: null, to: null, reason: null, forced: false, refusals: [], archived: [], check: null },
    ...told,
  }
}
