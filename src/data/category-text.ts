/**
 * Categories must be called the same in every format: pandas turns integers with gaps into floats, so that 1 in a CSV
 * is 1.0 in Parquet. Whole numbers lose their point, whatever type they came in.
 */
export function canonicalText(column: string, type: string): string {
  const text = `CAST(${column} AS VARCHAR)`
  if (!/^(FLOAT|DOUBLE|DECIMAL)/.test(type)) return text
  return `nullif(regexp_replace(${text}, '\\.0+$', ''), 'nan')`
}

/** The same for the cells of a text column that the user calls categorical: `1.0` is 1 and `True` is true. */
export function canonicalCell(cell: string): string {
  return `CASE WHEN lower(${cell}) IN ('true', 'false') THEN lower(${cell}) ELSE regexp_replace(${cell}, '^([+-]?\\d+)\\.0+$', '\\1') END`
}
