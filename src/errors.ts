/** Every code an error line can carry. Documented in `mlreg help exit-codes`; adding one is a minor change. */
export const errorCodes = [
  'usage',
  'config',
  'not-found',
  'already-exists',
  'conflict',
  'bad-input',
  'empty-window',
  'cannot-compare',
  'corrupt',
  'cannot-write',
  'not-a-store',
  'store-too-new',
  'locked',
  'read-only',
  'no-space',
  'network-fs',
  'source-changed',
  'out-of-memory',
  'unavailable',
  'bug',
] as const

export type ErrorCode = (typeof errorCodes)[number]

/** Where in what the user wrote the error is: a character, counted from 1. */
export interface Place {
  readonly source: string
  readonly column: number
}

/**
 * An answer mlreg could not give, and what the user can do about it. Ends the process with exit 2.
 * The message names the thing, in lower case and without a full stop; the hint is the way out.
 */
export class MlregError extends Error {
  readonly code: ErrorCode
  readonly hint: string | undefined
  readonly at: Place | undefined

  constructor(
    code: ErrorCode,
    message: string,
    options: { hint?: string; cause?: unknown; at?: Place } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'MlregError'
    this.code = code
    this.hint = options.hint
    this.at = options.at
  }
}
