import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs'
import { formatOf, tailBytes } from './profile-seal.ts'

/** Whether a path is of a profile, of whatever version, by its last bytes. A pipe or a glob is none. */
export function isProfile(path: string): boolean {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return false
  const file = openSync(path, 'r')
  try {
    const tail = Buffer.alloc(tailBytes)
    const start = Math.max(0, fstatSync(file).size - tailBytes)
    return formatOf(tail.subarray(0, readSync(file, tail, 0, tailBytes, start))) !== undefined
  } finally {
    closeSync(file)
  }
}
