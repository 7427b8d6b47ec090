const units = [
  { seconds: 1, names: ['s', 'sec', 'secs', 'second', 'seconds'] },
  { seconds: 60, names: ['m', 'min', 'mins', 'minute', 'minutes'] },
  { seconds: 3_600, names: ['h', 'hour', 'hours'] },
  { seconds: 86_400, names: ['d', 'day', 'days'] },
  { seconds: 604_800, names: ['w', 'week', 'weeks'] },
]

const span = /^\s*(\d{1,9}(?:\.\d+)?)\s*([a-z]+)\s*$/i
const ago = /^\s*(\d{1,9}(?:\.\d+)?)\s*([a-z]+)\s+ago\s*$/i

/** Seconds of a length of time: 90s, 5m, 2h, 7d, 1w, also with the unit in full. */
export function secondsOf(text: string): number | undefined {
  return seconds(span.exec(text))
}

/** Milliseconds since 1970 of a time so long ago: 7d ago. */
export function timeAgo(text: string, nowMs: number): number | undefined {
  const past = seconds(ago.exec(text))
  if (past !== undefined) return nowMs - past * 1000
  return /^\s*now\s*$/i.test(text) ? nowMs : undefined
}

function seconds(match: RegExpExecArray | null): number | undefined {
  const name = match?.[2]?.toLowerCase() ?? ''
  const unit = units.find(({ names }) => names.includes(name))
  return unit && Number(match?.[1]) * unit.seconds
}
