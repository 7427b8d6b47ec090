import { closeSync, fsyncSync, mkdirSync, openSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Makes the names in a directory durable: a file that was synced, in a directory that was not, is gone after a power
 * failure. File systems that cannot sync a directory say EINVAL; any other error is one.
 */
export function syncDirectory(path: string): void {
  const descriptor = openSync(path, 'r')
  try {
    fsyncSync(descriptor)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EINVAL') throw error
  } finally {
    closeSync(descriptor)
  }
}

/** Makes a file's bytes durable. An error is final: trying again may report a success that is none. */
export function syncFile(path: string): void {
  const descriptor = openSync(path, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** Makes a directory and those above it that are missing, and the names of all of them durable. */
export function makeDurableDirectory(path: string): void {
  const first = makeDirectories(path)
  // Another process may have made it and not synced it yet.
  for (let made = path; ; made = dirname(made)) {
    syncDirectory(dirname(made))
    if (first === undefined || made === first || dirname(made) === made) return
  }
}

/**
 * Makes a directory and those above it that are missing, and gives the first one made. Node's own way to do so never
 * ends where a file system has no directories to make, as under /proc.
 */
export function makeDirectories(path: string): string | undefined {
  const above = dirname(path)
  try {
    mkdirSync(path)
    return path
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST' && statSync(path).isDirectory()) return undefined
    if (code !== 'ENOENT' || above === path) throw error
  }
  const first = makeDirectories(above)
  try {
    mkdirSync(path)
  } catch (error) {
    // Another process may have been faster.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return first ?? path
}
