import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { dirname, relative, sep } from 'node:path'

/**
 * What identifies a window's bytes: `sha256:<hex>` of its file. Of several files it is the digest of a list with a line
 * `<hex>  <path>` for each, by the path from the folder they share: a moved copy has the same digest.
 */
export async function digestOf(files: readonly string[]): Promise<string> {
  return `sha256:${await hexDigestOf(files)}`
}

/** The same without the name of the algorithm, as the store keeps it. */
export async function hexDigestOf(files: readonly string[]): Promise<string> {
  const digests: string[] = []
  for (const file of files) digests.push(await sha256(file))
  const [only] = digests
  if (only !== undefined && files.length === 1) return only
  const root = sharedFolder(files)
  const lines = files.map(
    (file, index) => `${digests[index]}  ${relative(root, file).replaceAll(sep, '/')}\n`,
  )
  return createHash('sha256').update(lines.join('')).digest('hex')
}

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const part of createReadStream(file, { highWaterMark: 2 ** 20 })) hash.update(part as Buffer)
  return hash.digest('hex')
}

function sharedFolder(files: readonly string[]): string {
  const [first = [], ...others] = files.map(file => dirname(file).split(sep))
  const differs = first.findIndex((folder, index) => others.some(other => other[index] !== folder))
  return (
    first.slice(0, differs === -1 ? first.length : differs).join(sep) ||
    (files[0]?.startsWith(sep) ? sep : '.')
  )
}
