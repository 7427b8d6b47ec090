import type { Store } from '../store/store.ts'
import { aliasesOf, deleteAlias, setAlias, unknownAlias } from './aliases.ts'
import { type Actor, recordModelEvent } from './model-events.ts'
import { checkAlias } from './model-name.ts'
import type { Model } from './models.ts'
import type { Version } from './versions.ts'

export interface AliasChange extends Actor {
  readonly alias: string
  readonly reason?: string
}

/** Lets a word stand for a version, and gives the number of the one it stood for. Inside `store.write`. */
export function pointAlias(store: Store, version: Version, change: AliasChange): number | null {
  const { alias, reason } = change
  checkAlias(alias)
  const before = aliasedVersion(store, { row: version.modelRow }, alias)
  if (before === version.version) return before
  setAlias(store, version, alias)
  const details = { alias, version: version.version, from: before, reason: reason ?? null }
  recordModelEvent(store, change, version.name, 'alias', details)
  return before
}

/** Takes a word back, and gives the number of the version it stood for. Throws `not-found`. */
export function dropAlias(store: Store, model: Model, change: AliasChange): number {
  const { alias, reason } = change
  const before = knownAlias(store, model, alias)
  deleteAlias(store, model, alias)
  const details = { alias, version: before, from: before, reason: reason ?? null }
  recordModelEvent(store, change, model.name, 'unalias', details)
  return before
}

/** The number of the version that a word stands for. Throws `not-found`. */
export function knownAlias(store: Store, model: Model, alias: string): number {
  const version = aliasedVersion(store, model, alias)
  if (version === null) throw unknownAlias(model, alias, aliasesOf(store, model))
  return version
}

function aliasedVersion(store: Store, model: Pick<Model, 'row'>, alias: string): number | null {
  return aliasesOf(store, model).find(one => one.alias === alias)?.version ?? null
}
