const day = 86_400_000_000

/** Years 1 to 9999: four digits, as ISO 8601 has them. */
const [earliest, beyond] = [-62_135_596_800_000_000, 253_402_300_800_000_000]

/**
 * Microseconds since 1970, UTC (or since midnight), as an SQL literal to compare a column of the type with: as short as
 * that is exact. Undefined beyond the years that four digits can write.
 */
export function timeLiteral(microseconds: number, type: string): string | undefined {
  if (!Number.isInteger(microseconds) || microseconds < earliest || microseconds >= beyond) return undefined
  if (type === 'TIME') {
    return microseconds >= 0 && microseconds < day ? `TIME '${clock(microseconds)}'` : undefined
  }
  const rest = ((microseconds % day) + day) % day
  const [date = ''] = new Date(Math.floor(microseconds / 1000)).toISOString().split('T')
  if (type === 'DATE' && rest === 0) return `DATE '${date}'`
  return /^(timestamp$|TIMESTAMP WITH)/.test(type)
    ? `'${date} ${clock(rest)}+00'::TIMESTAMPTZ`
    : `TIMESTAMP '${date} ${clock(rest)}'`
}

/** `hh:mm:ss`, with a fraction where there is one. */
function clock(microseconds: number): string {
  const text = new Date(Math.floor(microseconds / 1000)).toISOString().slice(11, 19)
  const fraction = microseconds % 1e6
  return fraction === 0 ? text : `${text}.${String(fraction).padStart(6, '0').replace(/0+$/, '')}`
}
