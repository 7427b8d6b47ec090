import type { Store } from '../store/store.ts'
import { type Actor, recordModelEvent } from './model-events.ts'
import { moveVersion } from './move-version.ts'
import type { Version } from './versions.ts'

/** Takes a version out of its stage for another one, whose number is told. Inside `store.write`. */
export function archiveVersion(
  store: Store,
  version: Version,
  archive: string,
  by: number,
  who: Actor,
): void {
  moveVersion(store, version, archive, who.nowMs)
  const details = { version: version.version, from: version.stage, to: archive, by }
  recordModelEvent(store, who, version.name, 'archive', details)
}
