import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { MlregError } from '../errors.ts'
import type { Engine } from './engine.ts'
import { reasonOf } from './engine-error.ts'
import type { FileFormat } from './file-format.ts'
import { identifier, pathLiterals } from './sql-text.ts'
import { decompressed } from './text-sample.ts'
import { describeRelation, type TypedColumn } from './window-columns.ts'

/** Loads JSON lines into a table, with types that hold for every line; objects within a line are flattened once. */
export async function jsonTable(
  engine: Engine,
  table: string,
  files: readonly FileFormat[],
  nameOf: (file: string) => string,
): Promise<TypedColumn[]> {
  const paths = files.map(({ path }) => path)
  const compression = files[0]?.compression.replace('none', 'uncompressed')
  const lines = engine.newName(`${table}_lines`)
  try {
    await engine.rows(
      `CREATE TEMP TABLE ${lines} AS SELECT * FROM read_json(${pathLiterals(paths)}, format = 'newline_delimited', records = true,
       sample_size = -1, map_inference_threshold = -1, union_by_name = true, compression = '${compression}')`,
    )
  } catch (error) {
    if (error instanceof MlregError && error.code === 'out-of-memory') throw error
    throw (await badLine(files, nameOf)) ?? unreadable(nameOf(paths[0] ?? ''), error)
  }
  const select = await flattened(engine, lines)
  await engine.rows(`CREATE TEMP VIEW ${table} AS SELECT ${select.join(', ')} FROM ${lines}`)
  return markedEmpty(engine, table, await describeRelation(engine, table))
}

/** `{features: {age}}` gives a column `age`, or `features.age` where another column is called so. */
async function flattened(engine: Engine, lines: string): Promise<string[]> {
  const leaves: Array<{ path: string[]; sql: string }> = []
  for (const { name, type } of await describeRelation(engine, lines)) {
    const column = identifier(name)
    const inner =
      type.startsWith('STRUCT(') && !type.endsWith(']')
        ? await engine.rows(`DESCRIBE SELECT ${column}.* FROM ${lines}`)
        : []
    if (inner.length === 0) leaves.push({ path: [name], sql: column })
    for (const row of inner) {
      const key = String(row.column_name)
      leaves.push({ path: [name, key], sql: `${column}.${identifier(key)}` })
    }
  }
  const uses = new Map<string, number>()
  for (const { path } of leaves) {
    const last = path.at(-1)?.toLowerCase() ?? ''
    uses.set(last, (uses.get(last) ?? 0) + 1)
  }
  return leaves.map(({ path, sql }) => {
    const last = path.at(-1) ?? ''
    return `${sql} AS ${identifier(uses.get(last.toLowerCase()) === 1 ? last : path.join('.'))}`
  })
}

/** A key that is null in every line is of the type JSON to DuckDB. */
async function markedEmpty(engine: Engine, table: string, columns: TypedColumn[]): Promise<TypedColumn[]> {
  const counts = columns.map(({ name }, index) => `count(${identifier(name)}) AS n${index}`)
  const [row] = await engine.rows(`SELECT ${counts.join(', ')} FROM ${table}`)
  return columns.map((column, index) => (row?.[`n${index}`] === 0n ? { ...column, empty: true } : column))
}

/** DuckDB counts lines by objects, and an object that is not closed takes the next line along: we look ourselves. */
async function badLine(
  files: readonly FileFormat[],
  nameOf: (file: string) => string,
): Promise<MlregError | undefined> {
  for (const { path, compression } of files) {
    let number = 0
    try {
      const input = Readable.from(decompressed(path, compression))
      for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
        number += 1
        const problem = problemOf(number === 1 ? line.replace(/^\ufeff/, '') : line)
        if (problem !== undefined)
          return new MlregError('bad-input', `${nameOf(path)}, line ${number}: ${problem}`)
      }
    } catch (error) {
      return unreadable(nameOf(path), error)
    }
  }
  return undefined
}

function problemOf(line: string): string | undefined {
  if (line.trim() === '') return undefined
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? undefined
      : 'not a JSON object'
  } catch {
    return 'not valid JSON'
  }
}

function unreadable(name: string, error: unknown): MlregError {
  return new MlregError('bad-input', `${name} is not readable JSON lines: ${reasonOf(error)}`, {
    cause: error,
  })
}
