import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'

/** What was copied. */
export interface Copied {
  /** SHA-256 in hexadecimal. */
  readonly digest: string
  readonly bytes: number
}

const bufferBytes = 2 ** 19
const flushBytes = 64 * 2 ** 20

/**
 * Copies all that follows in an open file into another, in constant memory. The next part is read and this one written
 * while this thread hashes it, and every 64 MiB the disk is told to write what there is: by itself it would begin late, and
 * the sync that the caller ends with would wait for most of the file.
 */
export async function copyHashed(input: FileHandle, output: FileHandle): Promise<Copied> {
  const hash = createHash('sha256')
  const read = async (buffer: Buffer) =>
    buffer.subarray(0, (await input.read(buffer, 0, bufferBytes)).bytesRead)
  let [current, other] = [Buffer.allocUnsafe(bufferBytes), Buffer.allocUnsafe(bufferBytes)]
  let [bytes, flushed] = [0, 0]
  let flushing: Promise<void> | undefined
  for (let part = await read(current); part.length > 0; ) {
    const working = Promise.all([read(other), writeAll(output, part)])
    hash.update(part)
    bytes += part.length
    ;[part] = await working
    ;[current, other] = [other, current]
    if (flushing !== undefined || bytes - flushed < flushBytes) continue
    flushed = bytes
    flushing = output.datasync().then(() => {
      flushing = undefined
    })
    // Told by what waits for it below: a failed one stays, and no other is begun.
    flushing.catch(() => undefined)
  }
  await flushing
  return { digest: hash.digest('hex'), bytes }
}

export async function writeAll(output: FileHandle, part: Buffer): Promise<void> {
  for (let done = 0; done < part.length; ) {
    done += (await output.write(part, done, part.length - done)).bytesWritten
  }
}
