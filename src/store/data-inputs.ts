import type { Run } from './runs.ts'
import type { Store } from './store.ts'

/** A window of data that a run read. */
export interface DataInput {
  readonly name: string
  /** What it was read for: `training`, `evaluation` … */
  readonly context: string
  /** SHA-256 of its bytes, in hexadecimal. */
  readonly digest: string
  readonly bytes: number | null
  readonly rows: number | null
  /** How many columns. */
  readonly columns: number | null
  /** Each column's name and type. */
  readonly schema: readonly { readonly name: string; readonly type: string }[] | null
  /** SHA-256 of each column's values, in hexadecimal, by name. */
  readonly columnDigests: Readonly<Record<string, string>> | null
  /** Where it was read from. */
  readonly source: string | null
  /** The time after which no record may be, as it was given. */
  readonly cutoff: string | null
  /** The digest of a blob: a drift profile of the same rows. */
  readonly profile: string | null
}

interface DataInputRow {
  readonly run: number
  readonly name: string
  readonly context: string
  readonly digest: string
  readonly bytes: number | null
  readonly rows: number | null
  readonly columns: number | null
  readonly schema: string | null
  readonly column_digests: string | null
  readonly source: string | null
  readonly cutoff: string | null
  readonly profile: string | null
}

/** Links data to a run. The same data for the same purpose are one input, of which the last word counts. */
export function putDataInput({ database }: Store, run: Run, input: DataInput, nowMs: number): void {
  const names = ['bytes', 'rows', 'columns', 'schema', 'column_digests', 'source', 'cutoff', 'profile']
  database
    .prepare(
      `INSERT INTO data_inputs (run, name, context, digest, created_ms, ${names.join(', ')})
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (run, name, digest, context)
       DO UPDATE SET ${names.map(name => `${name} = coalesce(excluded.${name}, ${name})`).join(', ')}`,
    )
    .run(
      run.row,
      input.name,
      input.context,
      input.digest,
      nowMs,
      input.bytes,
      input.rows,
      input.columns,
      input.schema && JSON.stringify(input.schema),
      input.columnDigests && JSON.stringify(input.columnDigests),
      input.source,
      input.cutoff,
      input.profile,
    )
}

/** What each of the runs read, in the order it was recorded; a run that read nothing is not in the map. */
export function dataInputsOf({ database }: Store, runs: readonly Run[]): Map<number, DataInput[]> {
  const rows = database
    .prepare<[string], DataInputRow>(
      'SELECT * FROM data_inputs WHERE run IN (SELECT value FROM json_each(?)) ORDER BY run, id',
    )
    .all(JSON.stringify(runs.map(run => run.row)))
  const inputs = new Map<number, DataInput[]>()
  for (const row of rows) inputs.set(row.run, [...(inputs.get(row.run) ?? []), toDataInput(row)])
  return inputs
}

function toDataInput(row: DataInputRow): DataInput {
  const { name, context, digest, bytes, rows, columns, source, cutoff, profile } = row
  return {
    name,
    context,
    digest,
    bytes,
    rows,
    columns,
    schema: row.schema === null ? null : JSON.parse(row.schema),
    columnDigests: row.column_digests === null ? null : JSON.parse(row.column_digests),
    source,
    cutoff,
    profile,
  }
}
