import { existsSync } from 'node:fs'
import { lstat, readdir, realpath, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { MlregError } from '../errors.ts'
import { blobsDirectory, databaseFile } from '../store/store-layout.ts'
import { isTextName } from './is-text-name.ts'
import type { ArtifactSource } from './putting-files.ts'

/**
 * What `log artifact PATH` stores: the file as `name`, or every file below the directory as `name/relative/path`, in
 * code point order. The name is the last part of the path unless another is given.
 */
export async function collectFiles(
  path: string,
  { name = basename(resolve(path)), follow = false }: { name?: string | undefined; follow?: boolean },
): Promise<ArtifactSource[]> {
  const found = await (follow ? stat(path) : lstat(path)).catch(error => {
    if (error.code === 'ENOENT') throw new MlregError('not-found', `there is no file or directory ${path}`)
    throw unreadable(path, error)
  })
  if (!found.isDirectory()) return [{ name, from: path }]
  const files = await below({ directory: path, name, follow, above: [] })
  if (files.length === 0) throw new MlregError('bad-input', `there is no file in ${path}`)
  return files.sort((a, b) => (a.name < b.name ? -1 : 1))
}

interface Place {
  readonly directory: string
  readonly name: string
  readonly follow: boolean
  /** The directories that it lies in, as links lead there. */
  readonly above: readonly string[]
}

async function below({ directory, name, follow, above }: Place): Promise<ArtifactSource[]> {
  const real = await realpath(directory).catch(error => {
    throw unreadable(directory, error)
  })
  if (above.includes(real)) {
    throw new MlregError('bad-input', `${directory} leads back to ${real}, which it lies in`, {
      hint: 'store it without --follow, or remove that link',
    })
  }
  // It would hold itself, and more of itself each time.
  if (existsSync(databaseFile(directory)) && existsSync(blobsDirectory(directory))) {
    throw new MlregError('bad-input', `${directory} is a store, and cannot be stored`, {
      hint: 'name what lies beside it; a store is copied with "mlreg backup"',
    })
  }
  const entries = await readdir(directory, { withFileTypes: true }).catch(error => {
    throw unreadable(directory, error)
  })
  const found: ArtifactSource[] = []
  for (const entry of entries) {
    const from = join(directory, entry.name)
    const inside = `${name}/${entry.name}`
    if (!isTextName(from)) {
      throw new MlregError('bad-input', `cannot store ${from}: its name is no UTF-8`, { hint: 'rename it' })
    }
    const isDirectory =
      entry.isDirectory() || (follow && entry.isSymbolicLink() && (await stat(from)).isDirectory())
    if (isDirectory) {
      found.push(...(await below({ directory: from, name: inside, follow, above: [...above, real] })))
    }
    // Whatever else is there is refused where it is opened, by its name.
    else found.push({ name: inside, from })
  }
  return found
}

function unreadable(path: string, cause: Error): MlregError {
  return new MlregError('bad-input', `cannot read ${path}: ${cause.message}`, { cause })
}
