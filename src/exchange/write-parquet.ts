import { type FileHandle, open } from 'node:fs/promises'
import type { ParquetField } from 'parquetjs-lite'
import type { Column, ColumnType, Table, Value } from './table.ts'

const types: Readonly<Record<ColumnType, ParquetField['type']>> = {
  text: 'UTF8',
  time: 'TIMESTAMP_MILLIS',
  integer: 'INT64',
  number: 'DOUBLE',
  boolean: 'BOOLEAN',
}

// Cells of a row group, which is what lies in memory.
const groupCells = 200_000

/** Writes a table as Parquet in constant memory. Gives its rows. */
export async function writeParquet(path: string, table: Table): Promise<number> {
  const file = await open(path, 'wx', 0o644)
  try {
    return await writeRows(file, table)
  } finally {
    await file.close()
  }
}

async function writeRows(file: FileHandle, { columns, rows }: Table): Promise<number> {
  const { ParquetSchema, ParquetWriter } = await loadParquet()
  const schema = new ParquetSchema(Object.fromEntries(columns.map(column => [column.name, field(column)])))
  const output = new Output(file)
  const rowGroupSize = Math.max(100, Math.floor(groupCells / columns.length))
  const options = { rowGroupSize, useDataPageV2: false, pageIndex: false }
  const writer = await ParquetWriter.openStream(schema, output, options)
  let count = 0
  for (const row of rows()) {
    await writer.appendRow(toRecord(columns, row))
    output.refuseFailed()
    count++
  }
  await writer.close()
  output.refuseFailed()
  return count
}

/** The library refuses a double that is no number, and makes 0 of -0; Parquet has a place for both. */
async function loadParquet() {
  const types = await import('parquetjs-lite/lib/types.js')
  types.default.PARQUET_LOGICAL_TYPES.DOUBLE.toPrimitive = value => value
  return (await import('parquetjs-lite')).default
}

/** Without statistics: a NaN among the values would make them wrong, and readers skip rows by them. */
function field({ type }: Column): ParquetField {
  return { type: types[type], optional: true, compression: 'SNAPPY', statistics: false }
}

function toRecord(columns: readonly Column[], row: readonly Value[]): Record<string, Value> {
  const present = columns.flatMap(({ name }, i) =>
    row[i] === null ? [] : [[name, row[i] as Value] as const],
  )
  return Object.fromEntries(present)
}

/** What the library takes for a stream. It does not wait for all of its writes, so that an error is kept for later. */
class Output {
  #failure: unknown
  #written: Promise<void> = Promise.resolve()
  readonly #file: FileHandle

  constructor(file: FileHandle) {
    this.#file = file
  }

  write(bytes: Uint8Array, done: () => void): void {
    this.#written = this.#written
      .then(() => (this.#failure === undefined ? this.#file.writeFile(bytes) : undefined))
      .catch(error => {
        this.#failure = error
      })
    void this.#written.then(done)
  }

  end(done: () => void): void {
    void this.#written.then(done)
  }

  refuseFailed(): void {
    if (this.#failure !== undefined) throw this.#failure
  }
}
