import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'

export interface FileDigest {
  /** SHA-256 in hexadecimal. */
  readonly digest: string
  readonly bytes: number
}

const bufferBytes = 2 ** 18

/** Of a regular file no larger than `maxBytes`; undefined for anything else, and for what cannot be read. */
export async function fileDigest(path: string, maxBytes = Infinity): Promise<FileDigest | undefined> {
  const file = await open(path).catch(() => undefined)
  if (file === undefined) return undefined
  try {
    const stat = await file.stat()
    if (!stat.isFile() || stat.size > maxBytes) return undefined
    const hash = createHash('sha256')
    const buffer = Buffer.allocUnsafe(bufferBytes)
    for (let bytes = 0; ; ) {
      const { bytesRead } = await file.read(buffer, 0, bufferBytes)
      if (bytesRead === 0) return { digest: hash.digest('hex'), bytes }
      bytes += bytesRead
      hash.update(buffer.subarray(0, bytesRead))
    }
  } catch {
    return undefined
  } finally {
    await file.close()
  }
}
