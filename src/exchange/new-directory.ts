import { randomBytes } from 'node:crypto'
import { lstatSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { MlregError } from '../errors.ts'
import { asWriteError } from './new-file.ts'

/**
 * Makes a directory: filled beside its place, and only then given its name. What is there is replaced with `force` if
 * `isReplaceable` knows it, and stays otherwise.
 */
export async function newDirectory<T>(
  target: string,
  force: boolean,
  isReplaceable: (path: string) => boolean,
  fill: (path: string) => Promise<T>,
): Promise<T> {
  refuse(target, force, isReplaceable)
  const temporary = join(dirname(target), `.mlreg-${randomBytes(6).toString('hex')}.tmp`)
  const old = `${temporary}.old`
  try {
    mkdirSync(temporary)
    const result = await fill(temporary)
    refuse(target, force, isReplaceable)
    if (lstatSync(target, { throwIfNoEntry: false }) !== undefined) renameSync(target, old)
    renameSync(temporary, target)
    return result
  } catch (error) {
    throw asWriteError(error, target)
  } finally {
    for (const path of [temporary, old]) rmSync(path, { recursive: true, force: true })
  }
}

function refuse(target: string, force: boolean, isReplaceable: (path: string) => boolean): void {
  const existing = lstatSync(target, { throwIfNoEntry: false })
  if (existing === undefined) return
  if (!force) {
    throw new MlregError('already-exists', `${target} exists`, { hint: 'give another place, or --force' })
  }
  if (existing.isDirectory() && isReplaceable(target)) return
  throw new MlregError(
    'conflict',
    `${target} is not what is to be replaced: an export that was made before`,
    {
      hint: 'give another place, or remove it yourself',
    },
  )
}
