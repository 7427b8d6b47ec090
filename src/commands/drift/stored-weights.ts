import { MlregError } from '../../errors.ts'
import type { Version } from '../../registry/versions.ts'
import { type ReadingContext, readingStore } from '../tracking/with-store.ts'
import { isStored } from './find-window.ts'
import { readWeights } from './read-weights.ts'
import { ifThere, storedFile, versionIfNamed, versionOrFile } from './stored-window.ts'

/** The weights of the version, or in the stored file, that a text names; undefined where it is neither. */
export async function storedWeights(
  context: ReadingContext,
  text: string,
): Promise<ReadonlyMap<string, number> | undefined> {
  if (!isStored(text)) {
    return await ifThere(context, store => {
      const version = versionIfNamed(store, text)
      return version && weightsOf(version)
    })
  }
  return await readingStore(context, store => {
    const version = versionOrFile(store, text)
    return version === undefined ? readWeights(storedFile(store, text).path, text) : weightsOf(version)
  })
}

function weightsOf({ name, version, drift }: Version): ReadonlyMap<string, number> {
  if (drift?.weights !== undefined) return new Map(Object.entries(drift.weights))
  throw new MlregError('not-found', `${name}/${version} has no weights`, {
    hint: `give it some: mlreg register ${name}/${version} --weights FILE`,
  })
}
