import { MlregError } from '../errors.ts'
import type { Artifact } from '../store/artifact-rows.ts'
import { blobFile } from '../store/store-layout.ts'
import { hashFile } from './hash-file.ts'
import { blobSize } from './stored-files.ts'

/**
 * Reads every byte of these files and compares their digests. Throws `corrupt` naming the first that is missing or is
 * not what was stored. Moves and changes nothing.
 */
export function verifyBlobs(directory: string, files: readonly Artifact[], what: string): void {
  for (const file of files) {
    const fault = faultOf(directory, file)
    if (fault === undefined) continue
    throw new MlregError('corrupt', `${what} cannot be used: its file ${file.path} ${fault}`, {
      hint: 'nothing was changed; look for more with "mlreg fsck", and restore a backup',
    })
  }
}

function faultOf(directory: string, { digest, bytes }: Artifact): string | undefined {
  const size = blobSize(directory, digest)
  if (size === undefined) return 'is missing'
  if (size !== bytes) return `has ${size} bytes, and ${bytes} were stored`
  try {
    return hashFile(blobFile(directory, digest)) === digest ? undefined : 'is not what was stored'
  } catch (error) {
    return `cannot be read: ${(error as Error).message}`
  }
}
