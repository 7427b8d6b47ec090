import { MlregError } from '../errors.ts'
import type { Artifact } from '../store/artifact-rows.ts'
import { blobFile } from '../store/store-layout.ts'
import { hashFile } from './hash-file.ts'
import { blobSize } from './stored-files.ts'

/**
 * Reads every byte of these files and compares their digests, or, when told not to read, only their sizes. Throws
 * `corrupt` naming the first that is missing or is not what was stored. Moves and changes nothing.
 */
export function verifyBlobs(
  directory: string,
  files: readonly Artifact[],
  what: string,
  { reads = true } = {},
): void {
  for (const file of files) {
    const fault = sizeFault(directory, file) ?? (reads ? contentFault(directory, file) : undefined)
    if (fault === undefined) continue
    throw new MlregError('corrupt', `${what} cannot be used: its file ${file.path} ${fault}`, {
      hint: 'nothing was changed; look for more with "mlreg fsck", and restore a backup',
    })
  }
}

function sizeFault(directory: string, { digest, bytes }: Artifact): string | undefined {
  const size = blobSize(directory, digest)
  if (size === undefined) return 'is missing'
  return size === bytes ? undefined : `has ${size} bytes, and ${bytes} were stored`
}

function contentFault(directory: string, { digest }: Artifact): string | undefined {
  try {
    return hashFile(blobFile(directory, digest)) === digest ? undefined : 'is not what was stored'
  } catch (error) {
    return `cannot be read: ${(error as Error).message}`
  }
}
