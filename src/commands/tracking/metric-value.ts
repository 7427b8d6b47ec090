const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i
const infinite = /^([+-]?)inf(inity)?$/i

/**
 * A metric's value as people and programs write it: 0.91, 1e-7, nan, inf, -Infinity. Undefined for anything else, and
 * for a number that is too large to be one.
 */
export function metricValue(text: string): number | undefined {
  if (decimal.test(text)) {
    const number = Number(text)
    return Number.isFinite(number) ? number : undefined
  }
  if (/^[+-]?nan$/i.test(text)) return Number.NaN
  const sign = infinite.exec(text)?.[1]
  if (sign === undefined) return undefined
  return sign === '-' ? -Infinity : Infinity
}

/** The value in JSON, which has no word for what is not finite; null where there is none. */
export function metricJson(value: number): number | string
export function metricJson(value: number | null | undefined): number | string | null
export function metricJson(value: number | null | undefined): number | string | null {
  if (value === null || value === undefined) return null
  return Number.isFinite(value) ? value : String(value)
}
