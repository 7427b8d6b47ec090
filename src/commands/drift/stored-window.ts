import { verifiedBlob } from '../../artifacts/verified-blob.ts'
import { MlregError } from '../../errors.ts'
import { isModelUri, resolveVersionPath } from '../../registry/resolve-version.ts'
import type { Version } from '../../registry/versions.ts'
import { findStore } from '../../store/find-store.ts'
import type { Store } from '../../store/store.ts'
import { resolveArtifacts } from '../tracking/resolve-artifacts.ts'
import { type ReadingContext, readingStore } from '../tracking/with-store.ts'
import type { FoundWindow } from './find-window.ts'

/** What `models:/…` or `runs:/…` names, its bytes verified. */
export async function storedWindow(context: ReadingContext, text: string): Promise<FoundWindow> {
  return await readingStore(context, store => {
    if (!isModelUri(text)) return storedFile(store, text)
    const { version, path } = resolveVersionPath(store, text)
    return path === '' ? baseline(store, version, text) : storedFile(store, text)
  })
}

/** The baseline of the version that a text without `models:/` names; undefined where it names none, or there is no store. */
export async function baselineIfNamed(
  context: ReadingContext,
  text: string,
): Promise<FoundWindow | undefined> {
  const { io, options } = context
  if (!findStore(io.cwd, options.store).exists) return undefined
  return await readingStore(context, store => {
    const version = versionIfNamed(store, text)
    return version && baseline(store, version, text)
  })
}

function versionIfNamed(store: Store, text: string): Version | undefined {
  try {
    const { version, path } = resolveVersionPath(store, text)
    return path === '' ? version : undefined
  } catch (error) {
    // A missing file is told as such: most such texts are paths.
    if (error instanceof MlregError) return undefined
    throw error
  }
}

function baseline(store: Store, version: Version, source: string): FoundWindow {
  const name = `${version.name}/${version.version}`
  if (version.baseline === null) {
    throw new MlregError('not-found', `${name} has no baseline to compare with`, {
      hint: `give it one: mlreg register ${name} --baseline FILE, of a window or a profile of it`,
    })
  }
  const path = verifiedBlob(store.directory, version.baseline, `the baseline of ${name}`)
  return { path, source, version }
}

function storedFile(store: Store, uri: string): FoundWindow {
  const { artifacts, prefix } = resolveArtifacts(store, uri)
  const [file] = artifacts
  if (file === undefined || artifacts.length > 1 || file.path !== prefix) {
    throw new MlregError(
      'usage',
      `${uri} is a directory of ${artifacts.length} files, and one is asked for`,
      {
        hint: `name one: ${artifacts
          .slice(0, 5)
          .map(({ path }) => path)
          .join(', ')}`,
      },
    )
  }
  return { path: verifiedBlob(store.directory, file.digest, uri), source: uri }
}
