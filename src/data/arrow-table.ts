import { readFile } from 'node:fs/promises'
import { DuckDBDataChunk, type DuckDBValue } from '@duckdb/node-api'
import {
  CompressionType,
  compressionRegistry,
  type DataType,
  type RecordBatch,
  RecordBatchReader,
  type Schema,
  Vector,
} from 'apache-arrow'
import { decompress } from 'fzstd'
import { MlregError } from '../errors.ts'
import { checkBatch, checkMetadataLengths } from './arrow-bounds.ts'
import { type ArrowColumn, arrowColumn } from './arrow-column.ts'
import type { Engine } from './engine.ts'
import { reasonOf } from './engine-error.ts'
import { decodeLz4Frame } from './lz4.ts'
import { identifier } from './sql-text.ts'
import type { TypedColumn } from './window-columns.ts'

checkMetadataLengths()
compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: data => aligned(decodeLz4Frame(data)) })
compressionRegistry.set(CompressionType.ZSTD, { decode: data => aligned(decompress(data)) })

/** apache-arrow lays typed arrays over the buffers it gets, which must therefore start at a multiple of 8. */
function aligned(data: Uint8Array): Uint8Array {
  return data.byteOffset % 8 === 0 ? data : data.slice()
}

/** What DuckDB takes at once. */
const chunkRows = 2048

/** Copies Arrow IPC files and streams (Feather V2 is the former) into a table: DuckDB does not read them itself. */
export async function arrowTable(
  engine: Engine,
  table: string,
  files: readonly string[],
  nameOf: (file: string) => string,
): Promise<TypedColumn[]> {
  let first: readonly ArrowColumn[] | undefined
  const filled = new Set<number>()
  for (const file of files) {
    try {
      const reader = RecordBatchReader.from(await readFile(file)).open()
      const columns = columnsOf(reader.schema)
      if (first === undefined) await createTable(engine, table, columns)
      else if (described(columns) !== described(first))
        throw new Error(`its columns are not those of ${nameOf(files[0] ?? '')}`)
      first ??= columns
      await append(engine, table, columns, batchesOf(reader), filled)
    } catch (error) {
      if (error instanceof MlregError && error.code !== 'bad-input') throw error
      throw new MlregError('bad-input', `${nameOf(file)} is not a readable Arrow file: ${reasonOf(error)}`, {
        cause: error,
      })
    }
  }
  return (first ?? []).map(({ name, type }, index) => ({
    name,
    type: String(type),
    ...(filled.has(index) ? {} : { empty: true }),
  }))
}

function cells(
  vector: Vector | null | undefined,
  { read }: ArrowColumn,
  start: number,
  rows: number,
): DuckDBValue[] {
  const values: DuckDBValue[] = new Array(rows)
  for (let row = 0; row < rows; row += 1) {
    const value: unknown = vector?.get(start + row)
    // Not null but nothing: a dictionary without the entry, which must not pass for a null.
    if (value === undefined) throw new Error('a value is missing')
    values[row] = value === null ? null : read(value)
  }
  return values
}

/**
 * Read by index, a file's batches are the ones its footer lists, and one that is not there is noticed. Iterated,
 * apache-arrow would end quietly, or return for ever to a block that turns out to be no batch.
 */
function* batchesOf(reader: RecordBatchReader): Generator<RecordBatch> {
  if (!reader.isFile()) {
    if (reader.isSync()) yield* reader
    return
  }
  for (let index = 0; index < reader.numRecordBatches; index += 1) {
    const batch = reader.isSync() ? reader.readRecordBatch(index) : null
    if (batch === null) throw new Error('a batch is not where its footer says')
    yield batch
  }
}

function stored(vector: Vector | null, storage: DataType | undefined): Vector | null {
  return vector === null || storage === undefined
    ? vector
    : new Vector(vector.data.map(data => data.clone(storage)))
}

function columnsOf(schema: Schema | undefined): ArrowColumn[] {
  if (schema === undefined || schema.fields.length === 0) throw new Error('it has no columns')
  const names = new Set<string>()
  return schema.fields.map(field => {
    const key = field.name.toLowerCase()
    if (names.has(key)) throw new Error(`it has two columns called ${field.name}`)
    names.add(key)
    return arrowColumn(field)
  })
}

function described(columns: readonly ArrowColumn[]): string {
  return columns.map(({ name, type }) => `${name} ${type}`).join('\n')
}

async function createTable(engine: Engine, table: string, columns: readonly ArrowColumn[]): Promise<void> {
  const list = columns.map(({ name, type }) => `${identifier(name)} ${type}`)
  await engine.rows(`CREATE TABLE ${table} (${list.join(', ')})`)
}

async function append(
  engine: Engine,
  table: string,
  columns: readonly ArrowColumn[],
  batches: Iterable<RecordBatch>,
  filled: Set<number>,
): Promise<void> {
  const appender = await engine.connection.createAppender(table)
  try {
    for (const batch of batches) {
      checkBatch(batch)
      const children = columns.map(({ storage }, index) => stored(batch.getChildAt(index), storage))
      for (let start = 0; start < batch.numRows; start += chunkRows) {
        const rows = Math.min(chunkRows, batch.numRows - start)
        const chunk = DuckDBDataChunk.create(
          columns.map(({ type }) => type),
          rows,
        )
        columns.forEach((column, index) => {
          const values = cells(children[index], column, start, rows)
          if (!filled.has(index) && values.some(value => value !== null)) filled.add(index)
          chunk.setColumnValues(index, values)
        })
        appender.appendDataChunk(chunk)
      }
    }
    appender.flushSync()
  } finally {
    appender.closeSync()
  }
}
