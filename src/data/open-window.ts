import { extname } from 'node:path'
import { MlregError } from '../errors.ts'
import type { Engine } from './engine.ts'
import { parquetRelation } from './parquet-relation.ts'
import { type Sniffed, sniffFormat } from './sniff-format.ts'
import type { OpenedWindow } from './window.ts'
import { type Reading, windowColumns } from './window-columns.ts'
import { type WindowFiles, windowFiles } from './window-files.ts'

export interface WindowRequest extends Reading {
  /** A path, a glob, a directory of Parquet, or `-`. */
  readonly source: string
  readonly role: 'reference' | 'current'
  /** A filter on rows: columns and literals only. */
  readonly where?: string
  /** Where `-` reads from. */
  readonly stdin?: NodeJS.ReadableStream
}

/** Opens a window, whatever its format. The current one is read with the reference's columns (`expect`). */
export async function openWindow(engine: Engine, request: WindowRequest): Promise<OpenedWindow> {
  const found = windowFiles(request.source)
  await engine.announce(found.bytes)
  const sniffed = sameContent(found)
  const name = engine.newName(request.role)
  const typed = await parquetRelation(engine, name, found, request.source)
  const { columns, rows, warnings } = await windowColumns(engine, name, typed, request)
  if (rows === 0) throw new MlregError('empty-window', `${request.source} has no data rows`)
  return {
    source: request.source,
    format: 'parquet',
    files: found.files,
    relation: name,
    rows,
    columns,
    warnings,
  }
}

function sameContent({ files }: WindowFiles): Sniffed {
  const [first, ...others] = files.map(file => ({ file, ...sniffFormat(file, file) }))
  if (first === undefined) throw new Error('a window has at least one file')
  const other = others.find(each => each.content !== first.content)
  if (other !== undefined) {
    throw new MlregError('bad-input', `${first.file} and ${other.file} are of different formats`)
  }
  return first
}
