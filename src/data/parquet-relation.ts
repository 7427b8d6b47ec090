import { dirname, relative, sep } from 'node:path'
import { MlregError } from '../errors.ts'
import type { Engine } from './engine.ts'
import { reasonOf } from './engine-error.ts'
import { identifier, pathLiterals } from './sql-text.ts'
import { describeRelation, type TypedColumn } from './window-columns.ts'
import type { WindowFiles } from './window-files.ts'

/** Parquet stays where it is: a view, so that a query reads only the columns it asks for. */
export async function parquetRelation(
  engine: Engine,
  name: string,
  { files, root }: WindowFiles,
  nameOf: (file: string) => string,
): Promise<TypedColumn[]> {
  const keys = root === undefined ? [] : partitionKeys(root, files)
  const options = files.length > 1 ? ', union_by_name = true' : ''
  const read = `read_parquet(${pathLiterals(files)}, hive_partitioning = ${keys.length > 0}${options})`
  try {
    await engine.rows(`CREATE VIEW ${name} AS SELECT * ${exclude(root ?? '', keys)} FROM ${read}`)
    const columns = await describeRelation(engine, name)
    const empty = await emptyColumns(engine, files, name)
    return columns.map(column => (empty.has(column.name) ? { ...column, empty: true } : column))
  } catch (error) {
    if (error instanceof MlregError && error.code !== 'bad-input') throw error
    throw new MlregError(
      'bad-input',
      `${blamed(files, error).map(nameOf).join(', ')} is not a readable Parquet file: ${reasonOf(error)}`,
      {
        cause: error,
      },
    )
  }
}

/** The file a message of DuckDB's names, else all of them, or the first where they are many. */
function blamed(files: readonly string[], error: unknown): readonly string[] {
  const message = error instanceof Error ? error.message : ''
  const named = files.find(file => message.includes(file))
  return named === undefined ? files.slice(0, 1) : [named]
}

/** The `key=value` folders between the root and every file. */
function partitionKeys(root: string, files: readonly string[]): string[] {
  const keysOf = (path: string) => path.split(sep).flatMap(folder => /^([^=]+)=/.exec(folder)?.[1] ?? [])
  const [first = [], ...others] = files.map(file => keysOf(dirname(relative(root, file))))
  return first.filter(key => others.every(keys => keys.includes(key)))
}

/** DuckDB takes the folders above the root for columns as well: `reference` must not differ from `current` by its place. */
function exclude(root: string, keys: readonly string[]): string {
  if (keys.length === 0) return ''
  const above = root.split(sep).flatMap(folder => /^([^=]+)=/.exec(folder)?.[1] ?? [])
  const strangers = [...new Set(above)].filter(key => !keys.includes(key))
  return strangers.length === 0 ? '' : `EXCLUDE (${strangers.map(identifier).join(', ')})`
}

/** Columns that hold nothing, by the null counts in the footers; rows are read only where a writer left those out. */
async function emptyColumns(
  engine: Engine,
  files: readonly string[],
  relation: string,
): Promise<Set<string>> {
  const noted = await engine.rows(
    `SELECT 1 AS one FROM parquet_metadata(${pathLiterals(files)})
     WHERE stats_null_count IS NULL OR stats_null_count = num_values LIMIT 1`,
  )
  // Most files: the aggregate takes some 3 ms more.
  if (noted.length === 0) return new Set()
  const rows = await engine.rows(
    `SELECT path_in_schema AS name, count(*) > count(stats_null_count) AS unknown FROM parquet_metadata(${pathLiterals(files)})
     GROUP BY ALL HAVING unknown OR sum(stats_null_count) = sum(num_values)`,
  )
  const empty = rows.filter(row => row.unknown === false).map(row => String(row.name))
  const unknown = rows.filter(row => row.unknown === true && !/[,.]/.test(String(row.name)))
  for (const { name } of unknown) {
    const column = identifier(String(name))
    const [found] = await engine.rows(
      `SELECT 1 AS found FROM ${relation} WHERE ${column} IS NOT NULL LIMIT 1`,
    )
    if (found === undefined) empty.push(String(name))
  }
  return new Set(empty)
}
