import { MlregError } from '../errors.ts'
import { noSpill } from './temporary-space.ts'

/** SQL we wrote that does not hold together: a bug of ours, which must not be blamed on the user's file. */
const ours = /^(Binder|Parser|Catalog|Syntax) Error/

/**
 * What DuckDB throws, as the user should see it: one line, its first, without DuckDB's own word for the class. `scratch`
 * is the directory that it may spill to, if any.
 */
export function translated(error: unknown, scratch?: string): unknown {
  if (!(error instanceof Error) || error instanceof MlregError || ours.test(error.message)) return error
  if (scratch !== undefined && /max_temp_directory_size|No space left on device/.test(error.message)) {
    return noSpill(scratch, error)
  }
  if (/^(Out of Memory Error|.*could not allocate)/i.test(error.message)) {
    return new MlregError('out-of-memory', 'the data does not fit into the memory limit', {
      hint: 'raise it with --memory, e.g. --memory 4GB',
      cause: error,
    })
  }
  return new MlregError('bad-input', reasonOf(error), { cause: error })
}

/** The first sentence of an error, short enough for the end of a message line. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  const line = text.split('\n', 1)[0] ?? ''
  const reason = line.replace(/^(?:[A-Z][\w ]*Error: )+/, '').replace(/[.\s]+$/, '')
  return reason.length > 200 ? `${reason.slice(0, 200)}…` : reason
}
