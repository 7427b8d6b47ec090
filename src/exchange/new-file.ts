import { randomBytes } from 'node:crypto'
import { linkSync, lstatSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { MlregError } from '../errors.ts'
import { syncDirectory, syncFile } from '../store/sync-directory.ts'

/**
 * Makes a file: filled beside its place, synced, and only then given its name. What is there stays unless `force`, and
 * a directory stays in any case. `fill` makes the file of the path it is given.
 */
export async function newFile<T>(
  target: string,
  force: boolean,
  fill: (path: string) => Promise<T>,
): Promise<T> {
  refuseTaken(target, force)
  const temporary = join(dirname(target), `.mlreg-${randomBytes(6).toString('hex')}.tmp`)
  try {
    const result = await fill(temporary)
    syncFile(temporary)
    if (force) renameSync(temporary, target)
    else link(temporary, target)
    syncDirectory(dirname(target))
    return result
  } catch (error) {
    throw asWriteError(error, target)
  } finally {
    rmSync(temporary, { force: true })
  }
}

export function refuseTaken(target: string, force: boolean): void {
  const existing = lstatSync(target, { throwIfNoEntry: false })
  if (existing === undefined) return
  if (existing.isDirectory() || statSync(target, { throwIfNoEntry: false })?.isDirectory()) {
    throw new MlregError('conflict', `${target} is a directory`, {
      hint: `name a file, such as ${join(target, 'runs')}`,
    })
  }
  if (force) return
  throw new MlregError('already-exists', `${target} exists`, { hint: 'give another place, or --force' })
}

/** A link, unlike a rename, never replaces what has appeared meanwhile; not every file system has links. */
function link(temporary: string, target: string): void {
  try {
    linkSync(temporary, target)
  } catch {
    refuseTaken(target, false)
    renameSync(temporary, target)
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such directory',
  ENOTDIR: 'a part of the path is no directory',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENAMETOOLONG: 'a name is too long for the file system',
  EISDIR: 'a name is both a file and a directory',
}

/** What the file system said, of the target instead of a temporary name. Anything else comes back as it is. */
export function asWriteError(error: unknown, target: string): unknown {
  const { code, syscall } = error as { code?: unknown; syscall?: unknown }
  if (error instanceof MlregError || typeof code !== 'string' || typeof syscall !== 'string') return error
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG') {
    return new MlregError('no-space', `there is no room for ${target}`, {
      hint: 'nothing was written',
      cause: error,
    })
  }
  const why = reasons[code] ?? code
  return new MlregError('cannot-write', `cannot write ${basename(target)} in ${dirname(target)}: ${why}`, {
    cause: error,
  })
}
