import { MlregError } from '../errors.ts'

/** An expression that cannot be understood, and where in it: `at` counts its UTF-16 units from 0. */
export function expressionError(
  source: string,
  at: number,
  message: string,
  { hint }: { hint?: string | undefined } = {},
): MlregError {
  // People count characters from 1.
  const column = [...source.slice(0, at)].length + 1
  return new MlregError('usage', `column ${column} of the expression: ${message}`, {
    ...(hint === undefined ? {} : { hint }),
    at: { source, column },
  })
}
