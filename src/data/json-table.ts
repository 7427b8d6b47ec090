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
      `CREATE TABLE ${lines} AS SELECT * FROM read_json(${pathLiterals(paths)}, format = 'newline_delimited', records = true,
       sample_size = -1, map_inference_threshold = -1, union_by_name = true, compression = '${compression}')`,
    )
  } catch (error) {
    if (error instanceof MlregError && error.code !== 'bad-input') throw error
    throw (await badLine(files, nameOf)) ?? unreadable(nameOf(paths[0] ?? ''), error)
  }
  const leaves = await typedLeaves(engine, lines, await flattened(engine, lines))
  const select = leaves.map(({ name, sql }) => `${sql} AS ${identifier(name)}`)
  await engine.rows(`CREATE VIEW ${table} AS SELECT ${select.join(', ')} FROM ${lines}`)
  return leaves.map(({ name, type, empty = false }) => ({ name, type, empty }))
}

interface Leaf extends TypedColumn {
  readonly sql: string
}

/** `{features: {age}}` gives a column `age`, or `features.age` where another column is called so. */
async function flattened(engine: Engine, lines: string): Promise<Leaf[]> {
  const leaves: Array<Leaf & { whole: string }> = []
  for (const { name, type } of await describeRelation(engine, lines)) {
    const column = identifier(name)
    const isObject = type.startsWith('STRUCT(') && !type.endsWith(']')
    const inner = isObject ? await engine.rows(`DESCRIBE SELECT ${column}.* FROM ${lines}`) : []
    if (!isObject) leaves.push({ name, whole: name, type, sql: column })
    for (const { column_name, column_type } of inner) {
      const key = String(column_name)
      leaves.push({
        name: key,
        whole: `${name}.${key}`,
        type: String(column_type),
        sql: `${column}.${identifier(key)}`,
      })
    }
  }
  const uses = new Map<string, number>()
  for (const { name } of leaves) uses.set(name.toLowerCase(), (uses.get(name.toLowerCase()) ?? 0) + 1)
  return leaves.map(leaf => (uses.get(leaf.name.toLowerCase()) === 1 ? leaf : { ...leaf, name: leaf.whole }))
}

/**
 * A key that is null in every line is of the type JSON to DuckDB. And it knows times only in some spellings: Python's
 * isoformat, which leaves out a fraction of zero, stays text.
 */
async function typedLeaves(engine: Engine, lines: string, leaves: readonly Leaf[]): Promise<Leaf[]> {
  const counts = leaves.flatMap(({ sql, type }, index) => {
    const odd = `${sql} <> '' AND (${sql} NOT LIKE '____-__-__%' OR TRY_CAST(${sql} AS TIMESTAMPTZ) IS NULL)`
    return [
      `count(${sql}) AS n${index}`,
      type === 'VARCHAR' ? `count_if(${odd}) AS odd${index}` : `1 AS odd${index}`,
    ]
  })
  const [row] = await engine.rows(`SELECT ${counts.join(', ')} FROM ${lines}`)
  return leaves.map((leaf, index) => {
    if (row?.[`n${index}`] === 0n) return { ...leaf, empty: true }
    if (row?.[`odd${index}`] !== 0n) return leaf
    return { ...leaf, type: 'TIMESTAMP WITH TIME ZONE', sql: `TRY_CAST(${leaf.sql} AS TIMESTAMPTZ)` }
  })
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
