import type { RegistryPolicy } from '../config/registry-policy.ts'
import type { Store } from '../store/store.ts'
import { aliasesOf } from './aliases.ts'
import { type Actor, recordModelEvent } from './model-events.ts'
import { type Model, setModelLifecycle } from './models.ts'
import { protections } from './protection.ts'
import { dropAlias } from './set-alias.ts'
import { releaseBlobs } from './version-files.ts'
import { updateVersion, type Version, versionsOf } from './versions.ts'

export interface Deletion extends Actor {
  readonly policy: RegistryPolicy
  readonly reason: string
  /** Whether what protects it is overruled. */
  readonly force: boolean
}

export interface Deleted {
  readonly versions: readonly Version[]
  /** Words that stood for them and are gone. */
  readonly aliases: readonly string[]
  /** What protects them, one sentence each: nothing was deleted unless these were overruled. */
  readonly protections: readonly string[]
  readonly refused: boolean
}

/**
 * Deletes one version, or a model with all of its versions. Rows stay, so that numbers are never given again; the bytes
 * are garbage where nothing else needs them. Records what was done or refused. Inside `store.write`.
 */
export function deleteVersions(
  store: Store,
  model: Model,
  only: Version | undefined,
  deletion: Deletion,
): Deleted {
  const { policy, reason, force } = deletion
  const versions = only === undefined ? versionsOf(store, model) : [only]
  const against = objections(store, versions, policy)
  if (against.length > 0 && !force) {
    const details = { version: only?.version ?? null, from: only?.stage ?? null, reason }
    recordModelEvent(store, deletion, model.name, 'delete', { ...details, refused: against.join('; ') })
    return { versions: [], aliases: [], protections: against, refused: true }
  }
  const aliases = versions.flatMap(version => deleteOne(store, model, version, deletion))
  if (only === undefined) {
    setModelLifecycle(store, model, 'deleted')
    recordModelEvent(store, deletion, model.name, 'delete', { version: null, reason, ...overruling(against) })
  }
  return { versions, aliases, protections: against, refused: false }
}

/** What protects versions, one sentence for each that is. */
export function objections(store: Store, versions: readonly Version[], policy: RegistryPolicy): string[] {
  return versions.flatMap(version => {
    const why = protections(store, version, policy)
    return why.length === 0 ? [] : [`${version.name}/${version.version} ${why.join(' and ')}`]
  })
}

function overruling(against: readonly string[]): object {
  return against.length > 0 ? { forced: true, overruled: against } : {}
}

/** Gives the words that stood for it. */
function deleteOne(store: Store, model: Model, version: Version, deletion: Deletion): string[] {
  const { reason, nowMs, policy } = deletion
  const overruled = overruling(objections(store, [version], policy))
  const aliases = aliasesOf(store, model)
    .filter(one => one.version === version.version)
    .map(({ alias }) => alias)
  for (const alias of aliases) dropAlias(store, model, { ...deletion, alias })
  updateVersion(store, version, { lifecycle: 'deleted', deletedMs: nowMs, movedMs: Date.now() })
  releaseBlobs(store, version)
  recordModelEvent(store, deletion, model.name, 'delete', {
    ...{ version: version.version, from: version.stage, digest: version.digest, reason, ...overruled },
  })
  return aliases
}
