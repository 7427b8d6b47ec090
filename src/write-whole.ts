import { randomUUID } from 'node:crypto'
import { realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { MlregError } from './errors.ts'
import type { Io } from './io.ts'

/** Writes a file so that nobody ever sees half of it: beside its place first, then renamed into it. */
export async function writeWhole(path: string, content: string | Uint8Array, io: Io): Promise<void> {
  try {
    const target = resolve(io.cwd, path)
    const existing = await stat(target).catch(() => undefined)
    // A pipe or a device keeps its place; a link keeps pointing to the file that is replaced.
    if (existing !== undefined && !existing.isFile()) await writeFile(target, content)
    else await replace(existing === undefined ? target : await realpath(target), content)
  } catch (error) {
    throw new MlregError('cannot-write', `cannot write ${path}: ${reasons[codeOf(error)] ?? codeOf(error)}`, {
      cause: error,
    })
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such directory',
  ENOTDIR: 'a part of the path is not a directory',
  EISDIR: 'it is a directory',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? (error as Error).message
}

async function replace(target: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${target}.${randomUUID()}.tmp`
  try {
    await writeFile(temporary, content, { flag: 'wx' })
    await rename(temporary, target)
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {})
    throw error
  }
}
