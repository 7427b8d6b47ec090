import { MlregError } from '../errors.ts'
import type { Store } from '../store/store.ts'
import { replayEntry } from './replay.ts'
import type { SpoolEntry } from './spool-entry.ts'

/**
 * Records every run that waits, and gives a sentence for each that still cannot be recorded. Nothing here fails the
 * command at hand, which has its own work to do.
 */
export async function replayAll(store: Store, entries: readonly SpoolEntry[]): Promise<string[]> {
  const troubles: string[] = []
  for (const entry of entries) {
    try {
      await replayEntry(store, entry)
    } catch (error) {
      const said = reason(error, entry)
      if (said !== undefined) troubles.push(`run ${entry.id} waits to be recorded: ${said}`)
    }
  }
  return troubles
}

/** Undefined when another process was faster. */
function reason(error: unknown, entry: SpoolEntry): string | undefined {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
  if (error instanceof MlregError && error.code === 'bad-input') entry.setAside()
  return (error as Error).message
}
