import { MlregError } from '../../errors.ts'
import type { Io } from '../../io.ts'

/** Now, in milliseconds since 1970: what MLREG_NOW says, else the clock. */
export function nowMs({ env }: Pick<Io, 'env'>): number {
  const said = env.MLREG_NOW
  if (said === undefined || said === '') return Date.now()
  const time = parseTime(said)
  if (time === undefined) {
    throw new MlregError(
      'config',
      `MLREG_NOW has to be a time such as 2026-05-01T12:00:00Z, and is "${said}"`,
    )
  }
  return time
}

const isoTime = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i

/** Milliseconds since 1970 of an ISO 8601 time, which is UTC unless it says otherwise, or of such a number itself. */
export function parseTime(text: string): number | undefined {
  if (/^\d{1,15}$/.test(text)) return Number(text)
  const zone = isoTime.exec(text)
  if (zone === null) return undefined
  const time = Date.parse(
    zone[1] === undefined ? `${text.replace(' ', 'T')}${text.length > 10 ? 'Z' : ''}` : text,
  )
  return Number.isNaN(time) || !isDay(text.slice(0, 10)) ? undefined : time
}

/** Whether there is such a day: V8 takes the 30th of February for the 2nd of March. */
function isDay(text: string): boolean {
  const time = Date.parse(text)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}
