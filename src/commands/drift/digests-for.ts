import { digestOf } from '../../data/digest.ts'
import type { OpenedWindow } from '../../data/window.ts'
import type { DriftOptions } from './drift-options.ts'

/** Hashing reads every byte once more, so it is done only for a report that carries the digests. */
export async function digestsFor(
  reference: OpenedWindow,
  current: OpenedWindow,
  { format, report = [] }: DriftOptions,
): Promise<readonly [string, string] | undefined> {
  if (format !== 'json' && !report.some(copy => copy.format === 'json')) return undefined
  return await Promise.all([digestOf(reference.files), digestOf(current.files)])
}
