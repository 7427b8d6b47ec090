import { randomBytes } from 'node:crypto'
import { constants, mkdirSync, renameSync } from 'node:fs'
import { type FileHandle, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { MlregError } from '../errors.ts'
import { blobFile, quarantineDirectory } from '../store/store-layout.ts'
import { copyHashed } from './copy-hashed.ts'

/**
 * Copies stored bytes to a file that does not exist yet, and compares their digest before anyone sees it. Bytes that
 * are not what was stored are moved to `quarantine/`, never deleted, unless they lie in a backup, which stays as it is; a
 * file that is missing or wrong is `corrupt`.
 */
export async function copyBlob(
  directory: string,
  digest: string,
  target: string,
  { untouched = false } = {},
): Promise<void> {
  const source = blobFile(directory, digest)
  const input = await openBlob(source, digest)
  const output = await open(target, 'wx').catch(async error => {
    await input.close()
    throw error
  })
  try {
    const { digest: found } = await copyHashed(input, output)
    await output.sync()
    if (found === digest) return
    if (!untouched) quarantine(directory, digest)
    const moved = untouched ? '' : `they were moved to ${quarantineDirectory(directory)}; `
    throw new MlregError('corrupt', `the stored bytes ${digest} are not what was stored`, {
      hint: `${moved}store the file again, or restore a backup`,
    })
  } catch (error) {
    await rm(target, { force: true })
    throw error
  } finally {
    await input.close()
    await output.close()
  }
}

async function openBlob(source: string, digest: string): Promise<FileHandle> {
  return await open(source, constants.O_RDONLY | constants.O_NOFOLLOW).catch(error => {
    if (error.code !== 'ENOENT') throw error
    throw new MlregError('corrupt', `the stored bytes ${digest} are missing`, {
      hint: 'look for more with "mlreg fsck"; store the file again, or restore a backup',
    })
  })
}

/** Where the store cannot be written, the file stays and is refused again. */
function quarantine(directory: string, digest: string): void {
  try {
    mkdirSync(quarantineDirectory(directory), { recursive: true })
    const name = `${digest}.${randomBytes(4).toString('hex')}`
    renameSync(blobFile(directory, digest), join(quarantineDirectory(directory), name))
  } catch {
    // The error that follows says what is wrong.
  }
}
