/** What a column holds, decided by the reference. `null` holds nothing; nested and binary columns are not compared. */
export type ColumnKind = 'numeric' | 'categorical' | 'boolean' | 'datetime' | 'nested' | 'binary' | 'null'

export type WindowFormat = 'parquet' | 'csv' | 'tsv' | 'jsonl' | 'arrow'

/** How the current window's column departs from the reference's type. */
export interface TypeChange {
  readonly from: string
  readonly to: string
  /** Values that cannot be read as the reference's type: neither nulls nor values of the column. */
  readonly misfits: number
  /** True of a profile, which holds no values that could be tried: `misfits` is then 0. */
  readonly isUntried?: boolean
  /** Up to three of them, first seen first. */
  readonly examples: readonly string[]
}

export interface WindowColumn {
  readonly name: string
  readonly kind: ColumnKind
  /** The type as the file has it: `BIGINT`, `DECIMAL(9,2)`, `VARCHAR`. */
  readonly type: string
  /**
   * An SQL expression over the window's relation: DOUBLE for numeric, DOUBLE microseconds since 1970 UTC for
   * datetime, VARCHAR for categorical and boolean (`true`, `false`); NULL where the cell is null, NaN or a misfit.
   * A nested, binary or null column has the column itself, good for counting nulls only.
   */
  readonly sql: string
  /** Integers past 2^53 collide as doubles: the expression that keeps them apart, for counting distinct values. */
  readonly exactSql?: string
  readonly changed?: TypeChange
}

/** A window opened in the engine: a relation to select from, and what its columns are. */
export interface OpenedWindow {
  /** What the user typed. */
  readonly source: string
  /** `profile` is a window without rows: there is nothing to select from. */
  readonly format: WindowFormat | 'profile'
  /** The files behind it, in order. Empty for standard input. */
  readonly files: readonly string[]
  /** What stands after FROM; the row filter is already applied. */
  readonly relation: string
  readonly rows: number
  /** Columns that the row filter names, when there is one. */
  readonly filteredBy?: readonly string[]
  readonly columns: readonly WindowColumn[]
  readonly warnings: readonly string[]
}
