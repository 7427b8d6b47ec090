import { existsSync } from 'node:fs'
import { verifiedBlob } from '../../artifacts/verified-blob.ts'
import { MlregError } from '../../errors.ts'
import { modelSpelled } from '../../registry/models.ts'
import { isModelUri, resolveVersionPath } from '../../registry/resolve-version.ts'
import type { Version } from '../../registry/versions.ts'
import { findStore } from '../../store/find-store.ts'
import type { Store } from '../../store/store.ts'
import { resolveArtifacts } from '../tracking/resolve-artifacts.ts'
import { type ReadingContext, readingStore } from '../tracking/with-store.ts'
import type { FoundWindow } from './window-place.ts'

/** What `models:/…` or `runs:/…` names, its bytes verified. */
export async function storedWindow(context: ReadingContext, text: string): Promise<FoundWindow> {
  return await readingStore(context, store => {
    const version = versionOrFile(store, text)
    return version === undefined ? storedFile(store, text) : baselineOf(store, version, text)
  })
}

/** The baseline of the version that a text without `models:/` names; undefined where it names none, or there is no store. */
export async function baselineIfNamed(
  context: ReadingContext,
  text: string,
): Promise<FoundWindow | undefined> {
  return await ifThere(context, store => {
    const version = versionIfNamed(store, text)
    return version && baselineOf(store, version, text)
  })
}

/** Asks a store what an operand may name; one that is not there, or cannot be opened, is no reason why a file is missing. */
export async function ifThere<T>(
  context: ReadingContext,
  work: (store: Store) => T | undefined,
): Promise<T | undefined> {
  const { io, options } = context
  if (!findStore(io.cwd, options.store).exists) return undefined
  let isOpen = false
  try {
    return await readingStore(context, store => {
      isOpen = true
      return work(store)
    })
  } catch (error) {
    if (isOpen || !(error instanceof MlregError)) throw error
    return undefined
  }
}

/** The version that `models:/…` names; undefined for a file of one, or of a run. */
export function versionOrFile(store: Store, uri: string): Version | undefined {
  if (!isModelUri(uri)) return undefined
  const { version, path } = resolveVersionPath(store, uri)
  return path === '' ? version : undefined
}

/**
 * The version that a text names, if it names one: most such texts are paths, and a missing file is told as such, unless
 * there is a model of that name and no folder.
 */
export function versionIfNamed(store: Store, text: string): Version | undefined {
  try {
    const { version, path } = resolveVersionPath(store, text)
    return path === '' ? version : undefined
  } catch (error) {
    if (!(error instanceof MlregError)) throw error
    const [name = ''] = text.split(/[/@]/)
    if (existsSync(name) || modelSpelled(store, name)?.lifecycle !== 'active') return undefined
    throw new MlregError('not-found', `${text} does not exist, and ${error.message}`, {
      ...(error.hint === undefined ? {} : { hint: error.hint }),
      cause: error,
    })
  }
}

function baselineOf(store: Store, version: Version, source: string): FoundWindow {
  const name = `${version.name}/${version.version}`
  if (version.baseline === null) {
    throw new MlregError('not-found', `${name} has no baseline to compare with`, {
      hint: `give it one, of a window or a profile: mlreg register ${name} --baseline FILE`,
    })
  }
  const path = verifiedBlob(store.directory, version.baseline, `the baseline of ${name}`)
  return { path, source, version }
}

/** The one file that a URI names. */
export function storedFile(store: Store, uri: string): FoundWindow {
  const { artifacts, prefix } = resolveArtifacts(store, uri)
  const [file] = artifacts
  if (file === undefined || artifacts.length > 1 || file.path !== prefix) {
    throw new MlregError(
      'usage',
      `${uri} is a directory of ${artifacts.length} files, and one is asked for`,
      {
        hint: `name one of ${artifacts
          .slice(0, 5)
          .map(({ path }) => path)
          .join(', ')}`,
      },
    )
  }
  return { path: verifiedBlob(store.directory, file.digest, uri), source: uri }
}
