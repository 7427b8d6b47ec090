const day = 86_400_000_000

/** Microseconds since 1970, or since midnight for a type of times of day, as ISO 8601 in UTC, without idle zeros. */
export function timeText(microseconds: number, type: string): string {
  const whole = Math.round(microseconds)
  if (/^time(?!stamp)/i.test(type)) return clock(((whole % day) + day) % day)
  const date = new Date(Math.floor(whole / 1000))
  if (Number.isNaN(date.getTime())) return `${whole} µs`
  const [days = ''] = date.toISOString().split('T')
  const rest = ((whole % day) + day) % day
  return rest === 0 ? days : `${days}T${clock(rest)}Z`
}

function clock(microseconds: number): string {
  const text = new Date(Math.floor(microseconds / 1000)).toISOString().slice(11, 19)
  const fraction = microseconds % 1e6
  return fraction === 0 ? text : `${text}.${String(fraction).padStart(6, '0').replace(/0+$/, '')}`
}
