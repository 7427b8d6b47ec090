import { digestOf } from '../../data/digest.ts'
import type { OpenedWindow } from '../../data/window.ts'
import type { DriftOptions } from './drift-options.ts'

/** SHA-256 of either window's bytes. */
export type Digests = readonly [reference: string | undefined, current: string | undefined]

/** Hashing reads every byte once more, so it is done only for a report that carries the digests. */
export async function digestsFor(
  reference: OpenedWindow,
  current: OpenedWindow,
  { format, report = [], log }: Pick<DriftOptions, 'format' | 'report' | 'log'>,
): Promise<Digests | undefined> {
  const isWanted = log !== undefined || format === 'json'
  if (!isWanted && !report.some(copy => copy.format === 'json')) return undefined
  return await Promise.all([digestIfFiles(reference), digestIfFiles(current)])
}

/** Standard input is gone once it is read: it has no digest rather than that of nothing. */
async function digestIfFiles({ files }: OpenedWindow): Promise<string | undefined> {
  return files.length === 0 ? undefined : await digestOf(files)
}
