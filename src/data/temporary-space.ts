import { readdirSync, statfsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { MlregError } from '../errors.ts'

const wayOut = 'free some space there, or set TMPDIR to a directory that has more'

/** Throws when the disk of a temporary directory has less than this many bytes left, before any of them is written. */
export function requireSpace(directory: string, bytes: number, what: string): void {
  const free = freeBytes(directory)
  if (bytes <= free) return
  throw new MlregError(
    'no-space',
    `${what} takes ${inUnits(bytes)} of temporary files, and the disk of ${directory} has ${inUnits(free)} free`,
    { hint: wayOut },
  )
}

/** Bytes that may be written to the disk of a directory. */
export function freeBytes(directory: string): number {
  const { bavail, bsize } = statfsSync(directory)
  return bavail * bsize
}

/** The disk has run full: how much it took until then is all that is known. */
export function noSpace(directory: string, what: string, cause: unknown, hint = wayOut): MlregError {
  const [taken, free] = [bytesIn(directory), freeBytes(directory)].map(inUnits)
  return new MlregError(
    'no-space',
    `${what} takes more than ${taken} of temporary files, and the disk of ${directory} has ${free} left`,
    { hint, cause },
  )
}

/** The same where the engine had to put down what does not fit into its memory. */
export function noSpill(directory: string, cause: unknown): MlregError {
  return noSpace(directory, 'what does not fit into the memory limit', cause, `${wayOut}, or raise --memory`)
}

export function isNoSpace(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'ENOSPC' || code === 'EDQUOT'
}

function bytesIn(directory: string): number {
  return readdirSync(directory).reduce((sum, name) => sum + statSync(join(directory, name)).size, 0)
}

/** In powers of 1024, as `--memory` takes them. */
function inUnits(bytes: number): string {
  const power = Math.min(4, Math.max(1, Math.floor(Math.log2(Math.max(1, bytes)) / 10)))
  const amount = bytes / 2 ** (10 * power)
  return `${amount.toFixed(amount < 10 ? 1 : 0)} ${['KB', 'MB', 'GB', 'TB'][power - 1]}`
}
