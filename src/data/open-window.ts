import { createReadStream } from 'node:fs'
import { MlregError } from '../errors.ts'
import { csvWindow } from './csv-window.ts'
import type { Engine } from './engine.ts'
import { fileFormat } from './file-format.ts'
import { jsonTable } from './json-table.ts'
import { parquetRelation } from './parquet-relation.ts'
import { rowFilter } from './row-filter.ts'
import { spool } from './spool.ts'
import type { OpenedWindow, WindowFormat } from './window.ts'
import { type Reading, type TypedColumn, windowColumns } from './window-columns.ts'
import { type WindowFiles, windowFiles } from './window-files.ts'

export interface WindowRequest extends Omit<Reading, 'expect'> {
  /** The reference's columns, for the current window; Parquet is looked into before they are known. */
  readonly expect?: Reading['expect'] | Promise<Reading['expect']>
  /** A path, a glob, a directory of Parquet, or `-`. */
  readonly source: string
  /** What messages and reports call it, where that is not the source: stored bytes lie under their digest. */
  readonly title?: string
  readonly role: 'reference' | 'current'
  /** A filter on rows: columns and literals only. */
  readonly where?: string
  /** Where `-` reads from. */
  readonly stdin?: NodeJS.ReadableStream
}

interface Loaded {
  readonly format: WindowFormat
  readonly columns: readonly TypedColumn[]
  readonly warnings: readonly string[]
}

/** Opens a window, whatever its format. */
export async function openWindow(engine: Engine, request: WindowRequest): Promise<OpenedWindow> {
  const found = await filesOf(engine, request)
  await engine.announce(found.bytes)
  const name = engine.newName(request.role)
  const loaded = await load(engine, name, found, request)
  const { relation, filteredBy } = await filtered(engine, name, loaded, request.where)
  const reading = await readingOf(request)
  const { columns, rows, warnings } = await windowColumns(engine, relation, loaded.columns, reading).catch(
    error => {
      throw request.where === undefined ? error : filterError(error, request.where)
    },
  )
  if (rows === 0) throw emptyWindow(request)
  // A compressed file says little of what its columns take.
  await engine.announce(Math.max(0, 8 * rows * columns.length - found.bytes))
  return {
    source: request.title ?? request.source,
    format: loaded.format,
    files: found.spooled ? [] : found.files,
    relation,
    ...(filteredBy ? { filteredBy } : {}),
    rows,
    columns,
    warnings: [...loaded.warnings, ...warnings],
  }
}

async function readingOf({ expect, types, nullTokens }: WindowRequest): Promise<Reading> {
  const expected = await expect
  return { ...(expected && { expect: expected }), ...(types && { types }), ...(nullTokens && { nullTokens }) }
}

async function filtered(
  engine: Engine,
  name: string,
  { columns }: Loaded,
  where: string | undefined,
): Promise<{ relation: string; filteredBy?: readonly string[] }> {
  if (where === undefined) return { relation: name }
  const filter = await rowFilter(
    engine,
    { relation: name, columns: columns.map(column => column.name) },
    where,
  )
  return { relation: `(SELECT * FROM ${name} WHERE ${filter.sql})`, filteredBy: filter.columns }
}

/** `x = 'abc'` over numbers is well formed, and fails on the first row. */
function filterError(error: unknown, where: string): unknown {
  if (!(error instanceof MlregError) || error.code !== 'bad-input') return error
  return new MlregError('usage', `the filter ${where} cannot be applied: ${error.message}`, { cause: error })
}

interface Found extends WindowFiles {
  /** A copy of standard input or of a pipe. */
  readonly spooled?: boolean
}

async function filesOf(engine: Engine, { source, stdin }: WindowRequest): Promise<Found> {
  const found = source === '-' ? undefined : windowFiles(source)
  if (found !== undefined && !found.pipe) return found
  if (found === undefined && stdin === undefined)
    throw new MlregError('usage', 'there is no standard input to read')
  const copy = await spool(
    engine,
    found === undefined ? (stdin as NodeJS.ReadableStream) : createReadStream(source),
  )
  return { files: [copy.path], bytes: copy.bytes, spooled: true }
}

async function load(engine: Engine, name: string, found: Found, request: WindowRequest): Promise<Loaded> {
  const { source, title = source } = request
  const isAnother = found.spooled || title !== source
  const nameOf = (file: string) => (source === '-' ? 'standard input' : isAnother ? title : file)
  const files = await Promise.all(found.files.map(file => fileFormat(file, nameOf(file))))
  const [first, ...others] = files
  if (first === undefined) throw new Error('a window has at least one file')
  const other = others.find(
    ({ format, compression }) => format !== first.format || compression !== first.compression,
  )
  if (other !== undefined) {
    throw new MlregError(
      'bad-input',
      `${nameOf(first.path)} and ${nameOf(other.path)} are of different formats`,
    )
  }
  const { format } = first
  const warnings = files.flatMap(file => file.warnings)
  if (format === 'parquet')
    return { format, warnings, columns: await parquetRelation(engine, name, found, nameOf) }
  if (format === 'jsonl') return { format, warnings, columns: await jsonTable(engine, name, files, nameOf) }
  if (format === 'arrow') {
    const { arrowTable } = await import('./arrow-table.ts')
    return { format, warnings, columns: await arrowTable(engine, name, found.files, nameOf) }
  }
  const { columns, dialect } = await csvWindow(engine, name, files, nameOf, await readingOf(request))
  return { format, warnings: [...warnings, ...dialect.warnings], columns }
}

function emptyWindow({ source, title = source, where }: WindowRequest): MlregError {
  const name = source === '-' ? 'standard input' : title
  if (where === undefined) return new MlregError('empty-window', `${name} has no data rows`)
  return new MlregError('empty-window', `no row of ${name} passes the filter ${where}`)
}
