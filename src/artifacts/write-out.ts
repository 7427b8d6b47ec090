import { randomBytes } from 'node:crypto'
import { linkSync, lstatSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { MlregError } from '../errors.ts'
import type { Artifact } from '../store/artifact-rows.ts'
import { artifactName } from './artifact-name.ts'
import { copyBlob } from './copy-blob.ts'

export interface WriteOut {
  /** The last part of what was asked for: its name in a directory. */
  readonly ownName: string
  /** What the user typed as destination; the working directory when nothing was. */
  readonly destination: string | undefined
  readonly cwd: string
  readonly force: boolean
}

/**
 * Writes artifacts to this machine's files: one file, or a directory when `prefix` names one. Everything is copied and
 * verified beside its place first; only then does anything get its name. Gives the path of the whole.
 */
export async function writeOut(
  storeDirectory: string,
  artifacts: readonly Artifact[],
  prefix: string,
  asked: WriteOut,
): Promise<string> {
  const single = artifacts.length === 1 && artifacts[0]?.path === prefix
  const names = artifacts.map(({ path }) => relativeName(path, single ? '' : prefix))
  const target = targetOf(asked)
  refuseExisting(target, asked.force)
  const parent = dirname(target)
  makeParent(parent)
  const staging = join(parent, `.mlreg-${randomBytes(6).toString('hex')}.tmp`)
  mkdirSync(staging)
  try {
    for (const [i, name] of names.entries()) {
      const staged = join(staging, 'whole', single ? 'file' : name)
      mkdirSync(dirname(staged), { recursive: true })
      await copyBlob(storeDirectory, (artifacts[i] as Artifact).digest, staged)
    }
    if (single) placeFile(join(staging, 'whole', 'file'), target, asked.force)
    else placeFiles(join(staging, 'whole'), target, names)
    return target
  } finally {
    rmSync(staging, { recursive: true, force: true })
  }
}

function targetOf({ ownName, destination, cwd }: WriteOut): string {
  if (destination === undefined) return join(cwd, ownName)
  const path = resolve(cwd, destination)
  const isDirectory = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
  return isDirectory || destination.endsWith('/') ? join(path, ownName) : path
}

function refuseExisting(target: string, force: boolean): void {
  if (force || lstatSync(target, { throwIfNoEntry: false }) === undefined) return
  throw new MlregError('already-exists', `${target} exists`, { hint: 'give another place, or --force' })
}

function makeParent(parent: string): void {
  try {
    mkdirSync(parent, { recursive: true })
  } catch (error) {
    throw new MlregError('cannot-write', `cannot make ${parent}: ${(error as Error).message}`, {
      cause: error,
    })
  }
}

/** Names are rows that anybody may have written: checked again before they are a path. */
function relativeName(path: string, prefix: string): string {
  const name = artifactName(path)
  return prefix === '' ? name : name.slice(prefix.length + 1)
}

function placeFile(staged: string, target: string, force: boolean): void {
  const existing = lstatSync(target, { throwIfNoEntry: false })
  if (existing?.isDirectory()) {
    throw new MlregError('conflict', `${target} is a directory, and a file is to be written`)
  }
  if (force) renameSync(staged, target)
  else linkOrRename(staged, target)
}

/** A link, unlike a rename, never replaces what has appeared meanwhile. */
function linkOrRename(staged: string, target: string): void {
  try {
    linkSync(staged, target)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') refuseExisting(target, false)
    renameSync(staged, target)
  }
}

function placeFiles(staged: string, target: string, names: readonly string[]): void {
  const existing = lstatSync(target, { throwIfNoEntry: false })
  if (existing === undefined) {
    renameSync(staged, target)
    return
  }
  for (const name of names) {
    const final = join(target, name)
    makeRealDirectory(dirname(final), dirname(target))
    placeFile(join(staged, name), final, true)
  }
}

/** Makes each directory below the root; a link on the way could lead anywhere and is refused. */
function makeRealDirectory(directory: string, root: string): void {
  if (directory === root || dirname(directory) === directory) return
  makeRealDirectory(dirname(directory), root)
  const existing = lstatSync(directory, { throwIfNoEntry: false })
  if (existing === undefined) mkdirSync(directory)
  else if (!existing.isDirectory()) {
    throw new MlregError('conflict', `${directory} is in the way: it is no directory`, {
      hint: `remove ${basename(directory)}, or give another place`,
    })
  }
}
