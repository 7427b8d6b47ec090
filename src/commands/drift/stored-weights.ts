import { MlregError } from '../../errors.ts'
import type { Version } from '../../registry/versions.ts'
import { type ReadingContext, readingStore } from '../tracking/with-store.ts'
import { isStored } from './find-window.ts'
import { readWeights } from './read-weights.ts'
import { storedFile, storeIsThere, versionIfNamed, versionOrFile } from './stored-window.ts'

/** The weights of the version, or in the stored file, that a text names; undefined where it is neither. */
export async function storedWeights(
  context: ReadingContext,
  text: string,
): Promise<ReadonlyMap<string, number> | undefined> {
  if (!isStored(text) && !storeIsThere(context)) return undefined
  return await readingStore(context, store => {
    const version = isStored(text) ? versionOrFile(store, text) : versionIfNamed(store, text)
    if (version !== undefined) return weightsOf(version)
    return isStored(text) ? readWeights(storedFile(store, text).path, text) : undefined
  })
}

function weightsOf({ name, version, drift }: Version): ReadonlyMap<string, number> {
  if (drift?.weights !== undefined) return new Map(Object.entries(drift.weights))
  throw new MlregError('not-found', `${name}/${version} has no weights`, {
    hint: `give it some: mlreg register ${name}/${version} --weights FILE`,
  })
}
