import { MlregError } from '../errors.ts'

interface Coded {
  readonly code?: unknown
  readonly syscall?: unknown
  readonly message: string
}

/**
 * What SQLite or the file system said of a store, as an answer that names the way out. Anything else comes back as it
 * is: it is a bug.
 */
export function asStoreError(error: unknown, directory: string): unknown {
  if (error instanceof MlregError || !(error instanceof Error)) return error
  const { code } = error as Coded
  if (typeof code !== 'string') return error
  const known = reasons.find(([pattern]) => pattern.test(code))
  if (known === undefined) return unknownReason(error, code, directory)
  const [, kind, what, hint] = known
  return new MlregError(kind, `the store ${directory} ${what}`, {
    cause: error,
    ...(hint === undefined ? {} : { hint }),
  })
}

type Reason = readonly [pattern: RegExp, kind: MlregError['code'], what: string, hint?: string]

const damaged = 'look for more with "mlreg fsck", and restore a backup'

const reasons: readonly Reason[] = [
  [/^SQLITE_(BUSY|LOCKED)/, 'locked', 'is being written by another mlreg', 'wait, or raise --lock-timeout'],
  [/^SQLITE_NOTADB/, 'not-a-store', 'holds a mlreg.db that is no SQLite database', 'restore a backup'],
  [/^SQLITE_CORRUPT/, 'corrupt', 'is damaged', damaged],
  [
    /^(SQLITE_FULL|SQLITE_IOERR_SHMSIZE|ENOSPC|EDQUOT|EFBIG)/,
    'no-space',
    'has no room left on its disk',
    'free some, and try again',
  ],
  [
    /^(SQLITE_READONLY|EROFS|EACCES|EPERM|SQLITE_CANTOPEN|SQLITE_PERM)/,
    'read-only',
    'cannot be written by this user',
  ],
  [/^(SQLITE_IOERR|EIO)/, 'cannot-write', 'cannot be read or written: its disk reports an error'],
]

/** An errno of a system call is the machine's answer; anything else with a code is ours. */
function unknownReason(error: Error, code: string, directory: string): unknown {
  const isSystem = typeof (error as Coded).syscall === 'string' || code.startsWith('SQLITE_')
  if (!isSystem || code.startsWith('SQLITE_CONSTRAINT') || code === 'SQLITE_ERROR') return error
  return new MlregError('cannot-write', `the store ${directory} cannot be used: ${error.message}`, {
    cause: error,
  })
}
