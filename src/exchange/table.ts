/** What a column holds: `time` is milliseconds since 1970, UTC; `number` may be NaN or infinite. */
export type ColumnType = 'text' | 'time' | 'integer' | 'number' | 'boolean'

export interface Column {
  readonly name: string
  readonly type: ColumnType
}

export type Value = string | number | boolean | null

/** Rows on their way into a file: made as they are asked for, never all at once. */
export interface Table {
  readonly columns: readonly Column[]
  rows(): Iterable<readonly Value[]>
}
