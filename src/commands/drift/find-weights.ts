import type { ReadingContext } from '../tracking/with-store.ts'
import { isStored, mayBeVersion } from './find-window.ts'
import { readWeights } from './read-weights.ts'

/** The weights that an operand names: a JSON file, here or in the store, or those kept with a version. */
export async function findWeights(
  context: ReadingContext,
  text: string,
): Promise<ReadonlyMap<string, number>> {
  if (!isStored(text) && !mayBeVersion(text)) return readWeights(text)
  const { storedWeights } = await import('./stored-weights.ts')
  return (await storedWeights(context, text)) ?? readWeights(text)
}
