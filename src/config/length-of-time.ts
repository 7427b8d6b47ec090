const units: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
}

/** Milliseconds of a time such as `30s`, `500ms` or `2m`; a bare number is seconds. Undefined for anything else. */
export function lengthOfTime(text: string): number | undefined {
  const [, number, unit = 's'] = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)?$/.exec(text.trim()) ?? []
  return number === undefined ? undefined : Number(number) * (units[unit] ?? 1)
}
