import type { ProfileInput } from './profiler.ts'

/** Fetches the next batch while the columns of one are in use. */
export async function* aheadOfUse<Batch>(
  batches: readonly Batch[],
  fetch: (batch: Batch) => Promise<readonly ProfileInput[]>,
): AsyncIterable<ProfileInput> {
  let next = batches[0] && fetch(batches[0])
  for (const [i] of batches.entries()) {
    const inputs = await next
    const following = batches[i + 1]
    next = following && fetch(following)
    // Awaited in its turn; until then a failure is not unhandled.
    next?.catch(() => undefined)
    yield* inputs ?? []
  }
}
