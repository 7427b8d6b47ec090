import { MlregError } from '../errors.ts'
import type { Engine } from './engine.ts'
import { identifier } from './sql-text.ts'
import { kindOf, mayPassDoubles, reading } from './typed-columns.ts'
import type { ColumnKind, TypeChange, WindowColumn } from './window.ts'

export type TypeOverride = 'numeric' | 'categorical' | 'datetime' | 'ignore'

/** How the columns are to be read: what the reference and the user say. */
export interface Reading {
  readonly expect?: readonly WindowColumn[]
  readonly types?: ReadonlyMap<string, TypeOverride>
  readonly nullTokens?: readonly string[]
}

export interface TypedColumn {
  readonly name: string
  readonly type: string
  /** What the file has, where that is not `type`: a text format has no types, and the inferred ones are lower-case. */
  readonly label?: string
  /** Known to hold nothing. */
  readonly empty?: boolean
  /** The text of cells that are no values of the type, as an SQL expression. */
  readonly misfit?: string
}

/** The columns of a relation whose types come from its file, and how many rows it has. */
export async function windowColumns(
  engine: Engine,
  relation: string,
  typed: readonly TypedColumn[],
  request: Reading,
): Promise<{ columns: WindowColumn[]; rows: number; warnings: string[] }> {
  const expected = new Map(request.expect?.map(column => [column.name, column]))
  const read = typed
    .filter(({ name }) => request.types?.get(name) !== 'ignore')
    .map(column => readColumn(column, expected.get(column.name), request))
  const facts = await gatherFacts(engine, relation, read)
  const columns: WindowColumn[] = []
  const warnings: string[] = []
  for (const column of read) {
    const misfits = facts.misfits(column)
    const examples = misfits === 0 ? [] : await examplesOf(engine, relation, column.misfit ?? 'NULL')
    const changed = changeOf(column, misfits, examples)
    if (misfits > 0 && column.expected === undefined) warnings.push(leftOut(column, misfits, examples))
    columns.push({
      name: column.name,
      kind: column.kind,
      type: column.label ?? column.type,
      sql: column.sql,
      ...(facts.passesDoubles(column) ? { exactSql: identifier(column.name) } : {}),
      ...(changed === undefined ? {} : { changed }),
    })
  }
  return { columns, rows: facts.rows, warnings }
}

interface ReadColumn extends TypedColumn {
  readonly kind: ColumnKind
  readonly sql: string
  readonly misfit?: string
  readonly expected: WindowColumn | undefined
}

function readColumn(column: TypedColumn, expected: WindowColumn | undefined, request: Reading): ReadColumn {
  const own = column.empty ? 'null' : kindOf(column.type)
  const override = request.types?.get(column.name)
  const opaque = own === 'nested' || own === 'binary'
  const wanted = override === 'ignore' || opaque ? undefined : override
  const kind = expected?.kind ?? wanted ?? own
  const nullWords = request.nullTokens ?? []
  const how = reading({ ...column, kind, nullWords, expected: expected?.type ?? '' })
  return { ...how, ...column, kind, expected }
}

/** Everything that needs the rows, in one statement; Parquet answers most of it from its footers. */
async function gatherFacts(engine: Engine, relation: string, read: readonly ReadColumn[]) {
  const wanted = ['count(*) AS n']
  read.forEach((column, index) => {
    if (column.misfit !== undefined) wanted.push(`count(${column.misfit}) AS misfits_${index}`)
    if (column.kind !== 'numeric' || !mayPassDoubles(column.type)) return
    const name = identifier(column.name)
    wanted.push(
      `greatest(abs(CAST(min(${name}) AS DOUBLE)), abs(CAST(max(${name}) AS DOUBLE))) AS top_${index}`,
    )
  })
  const [facts] = await engine.rows(`SELECT ${wanted.join(', ')} FROM ${relation}`)
  const fact = (stem: string, column: ReadColumn) => Number(facts?.[`${stem}_${read.indexOf(column)}`] ?? 0)
  return {
    rows: Number(facts?.n ?? 0),
    misfits: (column: ReadColumn) => fact('misfits', column),
    passesDoubles: (column: ReadColumn) =>
      fact('top', column) * 10 ** Number(/,(\d+)\)$/.exec(column.type)?.[1] ?? 0) > 2 ** 53,
  }
}

async function examplesOf(engine: Engine, relation: string, misfit: string): Promise<string[]> {
  const rows = await engine.rows(
    `SELECT * FROM (SELECT ${misfit} AS cell FROM ${relation}) WHERE cell IS NOT NULL LIMIT 100`,
  )
  return [...new Set(rows.map(row => String(row.cell)))].slice(0, 3)
}

/**
 * Types that we inferred from text are lower-case words, and no promise of the file's: between them only values that
 * do not fit are a change. Between two files with types of their own, a change of what the column holds is one too.
 */
function changeOf(column: ReadColumn, misfits: number, examples: string[]): TypeChange | undefined {
  const { expected, empty } = column
  const type = column.label ?? column.type
  if (expected === undefined) return undefined
  const inferred = [type, expected.type].some(each => each === each.toLowerCase())
  const kinds = [kindOf(type), kindOf(expected.type)]
  const sameClass =
    kinds[0] === kinds[1] || kinds.includes('null') || expected.kind === 'null' || empty === true
  return misfits > 0 || !(inferred || sameClass)
    ? { from: expected.type, to: type, misfits, examples }
    : undefined
}

function leftOut(column: ReadColumn, misfits: number, examples: readonly string[]): string {
  const values = misfits === 1 ? '1 value is' : `${misfits} values are`
  return `column ${column.name}: ${values} not ${column.kind} and left out, e.g. ${examples.join(', ')}`
}

/** A relation's columns as DuckDB describes them. */
export async function describeRelation(engine: Engine, relation: string): Promise<TypedColumn[]> {
  const rows = await engine.rows(`DESCRIBE SELECT * FROM ${relation}`)
  if (rows.length === 0) throw new MlregError('bad-input', 'there are no columns')
  return rows.map(row => ({ name: String(row.column_name), type: String(row.column_type) }))
}
