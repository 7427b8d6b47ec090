import { statfsSync } from 'node:fs'
import { MlregError } from '../errors.ts'

/** Throws when the disk of a temporary directory has less than this many bytes left, before any of them is written. */
export function requireSpace(directory: string, bytes: number, what: string): void {
  const free = freeBytes(directory)
  if (bytes > free) throw noSpace(directory, what, bytes)
}

/** Bytes that may be written to the disk of a directory. */
export function freeBytes(directory: string): number {
  const { bavail, bsize } = statfsSync(directory)
  return bavail * bsize
}

/** The same, once the disk has run full. */
export function noSpace(directory: string, what: string, bytes?: number, cause?: unknown): MlregError {
  const needed = bytes === undefined ? 'is full' : `has ${inUnits(freeBytes(directory))} free`
  const wanted = bytes === undefined ? '' : ` takes ${inUnits(bytes)} of temporary files and`
  return new MlregError(
    'cannot-write',
    bytes === undefined
      ? `${what} takes more temporary files than fit: the disk of ${directory} ${needed}`
      : `${what}${wanted} the disk of ${directory} ${needed}`,
    {
      hint: 'free some space there, or set TMPDIR to a directory that has more',
      ...(cause === undefined ? {} : { cause }),
    },
  )
}

export function isNoSpace(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'ENOSPC' || code === 'EDQUOT'
}

/** Of 1024, as `--memory` has them. */
function inUnits(bytes: number): string {
  const power = Math.min(4, Math.max(1, Math.floor(Math.log2(Math.max(1, bytes)) / 10)))
  const amount = bytes / 2 ** (10 * power)
  return `${amount.toFixed(amount < 10 ? 1 : 0)} ${['KB', 'MB', 'GB', 'TB'][power - 1]}`
}
