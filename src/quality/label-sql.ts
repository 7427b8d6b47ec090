import type { WindowColumn } from '../data/window.ts'

/**
 * A class label as text, written the same whatever the type: 1, 1.0 and "1" are one label, and so are true and 1 where
 * the other column is of numbers.
 */
export function labelSql({ kind, sql }: WindowColumn, other?: WindowColumn): string {
  if (kind === 'numeric') {
    const whole = `${sql} = trunc(${sql}) AND abs(${sql}) < 1e15`
    return `CASE WHEN ${whole} THEN CAST(CAST(${sql} AS BIGINT) AS VARCHAR) ELSE CAST(${sql} AS VARCHAR) END`
  }
  if (kind === 'boolean' && other?.kind === 'numeric')
    return `CASE ${sql} WHEN 'true' THEN '1' WHEN 'false' THEN '0' END`
  return sql
}
