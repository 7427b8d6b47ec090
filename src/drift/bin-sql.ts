import { literal } from '../data/sql-text.ts'
import type { WindowColumn } from '../data/window.ts'
import type { BinContent } from './block-weights.ts'

/**
 * The bin of a row, by its place, as SQL over a window's column. `isKnown` completes a condition that a category is one of
 * the reference's; without it none is taken for unseen.
 */
export function binSql({ sql }: WindowColumn, bins: readonly BinContent[], isKnown?: string): string {
  const placeOf = (holds: BinContent['holds']) => {
    const place = bins.findIndex(bin => bin.holds === holds)
    return place < 0 ? undefined : place
  }
  const cases = [`WHEN ${sql} IS NULL THEN ${placeOf('null') ?? 0}`]
  const infinite = placeOf('infinite')
  if (infinite !== undefined) cases.push(`WHEN isinf(${sql}) THEN ${infinite}`)
  for (const [place, bin] of bins.entries()) {
    if (bin.holds === 'number') cases.push(`WHEN ${sql} = ${double(bin.at)} THEN ${place}`)
  }
  // From the highest on: the first that a number reaches is its own.
  for (const [place, bin] of [...bins.entries()].toReversed()) {
    if (bin.holds !== 'from') continue
    cases.push(
      Number.isFinite(bin.at) ? `WHEN ${sql} >= ${double(bin.at)} THEN ${place}` : `WHEN true THEN ${place}`,
    )
  }
  const [rare, unseen] = [placeOf('rare'), placeOf('unseen')]
  const pooled =
    isKnown !== undefined && rare !== undefined && unseen !== undefined
      ? `CASE WHEN ${sql} ${isKnown} THEN ${rare} ELSE ${unseen} END`
      : (rare ?? unseen ?? 0)
  const named = bins.flatMap((bin, place) => (bin.holds === 'category' ? [{ name: bin.name, place }] : []))
  return `CASE ${cases.join(' ')} ELSE ${named.length > 0 ? `coalesce(${lookUp(sql, named)}, ${pooled})` : pooled} END`
}

/** A join, and not a condition for each of thousands of categories. Null for any other. */
function lookUp(sql: string, named: readonly { readonly name: string; readonly place: number }[]): string {
  const names = named.map(({ name }) => withNul(name)).join(', ')
  const places = named.map(({ place }) => place).join(', ')
  return `(SELECT p FROM (SELECT unnest([${names}]) AS n, unnest([${places}]) AS p) WHERE n = ${sql})`
}

/** A statement ends at a NUL; a category may hold one. */
function withNul(text: string): string {
  return text.split('\0').map(literal).join(' || chr(0) || ')
}

/** All digits, so that the engine reads the same double. */
function double(value: number): string {
  return `'${value}'::DOUBLE`
}
