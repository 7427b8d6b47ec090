import { createHash, randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { MlregError } from '../errors.ts'
import { temporaryDirectory } from '../store/store-layout.ts'
import { type Copied, copyHashed, writeAll } from './copy-hashed.ts'

/** Bytes that lie in the store, durable, under a name of their own: on their way to being a blob. */
export interface Staged extends Copied {
  readonly temporary: string
}

/**
 * Copies a file into the store's temporary directory while hashing it. Refuses what is no regular file (a pipe would
 * never end), a link unless `follow` says otherwise, and a file that changes meanwhile.
 */
export async function stageFile(directory: string, source: string, follow = false): Promise<Staged> {
  const input = await openRegular(source, follow)
  try {
    const before = await input.stat({ bigint: true })
    const staged = await stage(directory, output => copyHashed(input, output))
    const after = await input.stat({ bigint: true })
    const changed = (['size', 'mtimeNs', 'ino'] as const).some(part => before[part] !== after[part])
    if (!changed && BigInt(staged.bytes) === before.size) return staged
    await rm(staged.temporary, { force: true })
    throw new MlregError('source-changed', `${source} changed while it was being stored`, {
      hint: 'try again when it is written',
    })
  } finally {
    await input.close()
  }
}

/** Puts bytes from memory into the store's temporary directory. */
export function stageBytes(directory: string, bytes: Uint8Array): Promise<Staged> {
  return stage(directory, async output => {
    await output.writeFile(bytes)
    return { digest: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length }
  })
}

/** Puts bytes that come in parts into the store's temporary directory; the parts end with the promise. */
export function stageParts(
  directory: string,
  parts: (onPart: (part: Buffer) => Promise<void>) => Promise<void>,
): Promise<Staged> {
  return stage(directory, async output => {
    const hash = createHash('sha256')
    let bytes = 0
    await parts(async part => {
      hash.update(part)
      bytes += part.length
      await writeAll(output, part)
    })
    return { digest: hash.digest('hex'), bytes }
  })
}

async function openRegular(source: string, follow: boolean): Promise<FileHandle> {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants
  const input = await open(source, O_RDONLY | O_NONBLOCK | (follow ? 0 : O_NOFOLLOW)).catch(error => {
    throw unopened(source, error)
  })
  if ((await input.stat()).isFile()) return input
  await input.close()
  throw new MlregError('bad-input', `${source} is no regular file`)
}

function unopened(source: string, error: NodeJS.ErrnoException): MlregError {
  if (error.code === 'ENOENT')
    return new MlregError('not-found', `there is no file ${source}`, { cause: error })
  if (error.code === 'ELOOP') {
    return new MlregError('bad-input', `${source} is a symbolic link`, {
      hint: 'name the file it leads to, or give --follow',
      cause: error,
    })
  }
  return new MlregError('bad-input', `cannot read ${source}: ${error.message}`, { cause: error })
}

/** On the store's own file system, so that a rename puts it in place. Nothing is left when it fails. */
async function stage(directory: string, fill: (output: FileHandle) => Promise<Copied>): Promise<Staged> {
  const name = `${process.pid}-${randomBytes(6).toString('hex')}`
  const temporary = join(temporaryDirectory(directory), name)
  const output = await open(temporary, 'wx', 0o444)
  try {
    const content = await fill(output)
    // Never tried twice: after a failure the kernel may forget the pages and report success.
    await output.sync()
    await output.close()
    return { temporary, ...content }
  } catch (error) {
    await output.close().catch(() => undefined)
    await rm(temporary, { force: true })
    throw error
  }
}
