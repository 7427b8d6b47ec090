import { MlregError } from '../errors.ts'
import { blobFile } from '../store/store-layout.ts'
import { hashFile } from './hash-file.ts'

/**
 * The path of stored bytes that are to be read where they lie, after all of them were compared with their digest.
 * Throws `corrupt` for bytes that are missing or not what was stored; `what` is what messages call them.
 */
export function verifiedBlob(directory: string, digest: string, what: string): string {
  const path = blobFile(directory, digest)
  const found = digestAt(path)
  if (found === digest) return path
  const fault = found === undefined ? 'are missing' : 'are not what was stored'
  throw new MlregError('corrupt', `the stored bytes of ${what} ${fault}`, {
    hint: 'look for more with "mlreg fsck --read-data"; store them again, or restore a backup',
  })
}

function digestAt(path: string): string | undefined {
  try {
    return hashFile(path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    // A link in the place of a blob is as good as none.
    if (code === 'ENOENT' || code === 'ELOOP') return undefined
    throw error
  }
}
