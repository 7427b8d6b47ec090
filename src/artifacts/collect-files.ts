import { lstat, readdir, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { MlregError } from '../errors.ts'
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
    throw new MlregError('bad-input', `cannot read ${path}: ${error.message}`, { cause: error })
  })
  if (!found.isDirectory()) return [{ name, from: path }]
  const files = await below(path, name, follow)
  if (files.length === 0) throw new MlregError('bad-input', `there is no file in ${path}`)
  return files.sort((a, b) => (a.name < b.name ? -1 : 1))
}

async function below(directory: string, name: string, follow: boolean): Promise<ArtifactSource[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(error => {
    throw new MlregError('bad-input', `cannot read ${directory}: ${error.message}`, { cause: error })
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
    if (isDirectory) found.push(...(await below(from, inside, follow)))
    // Whatever else is there is refused where it is opened, by its name.
    else found.push({ name: inside, from })
  }
  return found
}
