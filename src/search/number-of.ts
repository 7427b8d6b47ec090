const decimal = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i
const infinite = /^\s*([+-]?)inf(inity)?\s*$/i

/** The number that a param or tag is, as people and programs write one; undefined for any other text. NaN is one. */
export function numberOf(text: string): number | undefined {
  if (decimal.test(text)) return Number(text)
  const sign = infinite.exec(text)?.[1]
  if (sign !== undefined) return sign === '-' ? -Infinity : Infinity
  return /^\s*[+-]?nan\s*$/i.test(text) ? Number.NaN : undefined
}
