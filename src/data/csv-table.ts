import { MlregError } from '../errors.ts'
import { type CellPlan, cellPlan, fastNumbers, type PlanName, planOf } from './cell-plan.ts'
import type { CsvDialect } from './csv-dialect.ts'
import { csvError } from './csv-error.ts'
import type { Engine } from './engine.ts'
import type { Compression } from './sniff-format.ts'
import { identifier, literal, pathLiterals } from './sql-text.ts'
import type { ColumnKind } from './window.ts'
import type { Reading, TypedColumn } from './window-columns.ts'

export interface CsvInput {
  readonly files: readonly string[]
  readonly compression: Compression
  readonly dialect: CsvDialect
  /** What a file is called in messages. */
  nameOf(file: string): string
}

interface Column {
  /** As read_csv gives it. */
  readonly cell: string
  /** As the table stores it: names that differ only in case are one name to DuckDB. */
  readonly stored: string
  readonly cells: readonly string[]
  /** Decided by the reference or the user; what does not fit is then a misfit. */
  readonly given: PlanName | undefined
  readonly plan: CellPlan
  readonly attempts: number
  readonly keepsMisfits: boolean
  plans(name: PlanName): CellPlan
}

/**
 * Loads a CSV into a table once, with types guessed from the first records and checked on every cell on the way in.
 * Where a later cell does not fit, the guess is widened and the file read again: rare, and exact.
 */
export async function csvTable(
  engine: Engine,
  table: string,
  input: CsvInput,
  request: Reading,
): Promise<TypedColumn[]> {
  const nullWords = request.nullTokens ?? []
  let columns = firstPlans(input.dialect, request)
  for (;;) {
    const odd = await create(engine, table, input, columns).catch(error => {
      if (isConversion(error) && columns.some(isFast)) return undefined
      throw csvError(error, input)
    })
    if (odd === undefined)
      columns = columns.map(column => (isFast(column) ? { ...column, plan: column.plans('number') } : column))
    else if (odd.length === 0) return columns.map(typed)
    else
      columns = await Promise.all(
        columns.map(column =>
          odd.includes(column) ? widened(engine, input, columns, column, nullWords) : column,
        ),
      )
  }
}

function firstPlans({ header, records }: CsvDialect, request: Reading): Column[] {
  const nullWords = request.nullTokens ?? []
  const expected = new Map(request.expect?.map(column => [column.name, column]))
  const taken = new Set<string>()
  return header.map((name, index) => {
    const override = request.types?.get(name)
    const expect = expected.get(name)
    const given = givenPlan(expect?.kind ?? (override === 'ignore' ? undefined : override))
    const cells = records.map(record => record[index] ?? '')
    const guess = planOf(cells, nullWords)
    const canonical = override === 'categorical'
    const options = {
      nullWords,
      given: given !== undefined,
      canonical,
      ...(expect && { expected: expect.type }),
    }
    const first = given === undefined || (given === 'number' && isNumeric(guess)) ? guess : given
    const fast = first === 'number' ? fastNumbers(cells, nullWords) : undefined
    return {
      cell: `c${index}`,
      stored: freeName(name, taken),
      cells,
      given,
      plan: fast ?? cellPlan(first, options),
      attempts: 0,
      keepsMisfits: false,
      plans: plan => cellPlan(plan, options),
    }
  })
}

function givenPlan(kind: ColumnKind | undefined): PlanName | undefined {
  if (kind === undefined) return undefined
  const plans = { numeric: 'number', datetime: 'timestamp', boolean: 'boolean' } as const
  return kind in plans ? plans[kind as keyof typeof plans] : 'text'
}

function isNumeric(name: PlanName): boolean {
  return name === 'integer' || name === 'wide' || name === 'number'
}

function isFast(column: Column): boolean {
  return column.plan.read === 'DOUBLE'
}

function freeName(name: string, taken: Set<string>): string {
  let free = name
  for (let n = 1; taken.has(free.toLowerCase()); n += 1) free = `${name}_${n}`
  taken.add(free.toLowerCase())
  return free
}

/** Creates the table; the columns with cells that do not fit their plan come back. */
async function create(
  engine: Engine,
  table: string,
  input: CsvInput,
  columns: readonly Column[],
): Promise<Column[]> {
  const flag = identifier(oddName(columns))
  const checks = columns.flatMap(({ plan, cell, keepsMisfits }) =>
    plan.odd && !keepsMisfits ? [plan.odd(cell)] : [],
  )
  const stored = columns.flatMap(({ plan, cell, stored, keepsMisfits }) => [
    `${plan.store(cell)} AS ${identifier(stored)}`,
    ...(keepsMisfits
      ? [`CASE WHEN ${plan.odd?.(cell)} THEN ${cell} END AS ${identifier(misfitName(stored))}`]
      : []),
  ])
  const select = [
    ...stored,
    ...(checks.length === 0 ? [] : [`coalesce(${checks.join(' OR ')}, false) AS ${flag}`]),
  ]
  await engine.rows(
    `CREATE OR REPLACE TABLE ${table} AS SELECT ${select.join(', ')} FROM ${reader(input, columns)}`,
  )
  if (checks.length === 0) return []
  const [any] = await engine.rows(`SELECT 1 AS found FROM ${table} WHERE ${flag} LIMIT 1`)
  if (any === undefined) return []
  const checked = columns.filter(({ plan, keepsMisfits }) => plan.odd && !keepsMisfits)
  const found = checked.map(({ plan, cell }) => `bool_or(${plan.odd?.(cell)}) AS ${cell}`)
  const [odd] = await engine.rows(`SELECT ${found.join(', ')} FROM ${reader(input, columns)}`)
  return checked.filter(({ cell }) => odd?.[cell] === true)
}

function oddName(columns: readonly Column[]): string {
  return freeName('odd', new Set(columns.map(({ stored }) => stored.toLowerCase())))
}

/** No header can hold this name: a NUL byte makes a file not text. */
function misfitName(stored: string): string {
  return `${stored}\u0001misfit`
}

/** A given plan keeps its misfits as text beside the values; a guess is made again with the cells that contradict it. */
async function widened(
  engine: Engine,
  input: CsvInput,
  columns: readonly Column[],
  column: Column,
  nullWords: readonly string[],
): Promise<Column> {
  const { given, plan, cell, attempts } = column
  if (given !== undefined && given === plan.name) return { ...column, keepsMisfits: true }
  if (given !== undefined) return { ...column, plan: column.plans(given) }
  const rows = await engine.rows(
    `SELECT ${cell} AS cell FROM ${reader(input, columns)} WHERE ${plan.odd?.(cell)} LIMIT 1000`,
  )
  const cells = [...column.cells, ...rows.map(row => String(row.cell))]
  const guess = planOf(cells, nullWords)
  const next = guess === plan.name || attempts === 3 ? 'text' : guess
  return { ...column, cells, plan: column.plans(next), attempts: attempts + 1 }
}

function reader({ files, compression, dialect }: CsvInput, columns: readonly Column[]): string {
  const types = columns.map(({ cell, plan }) => `'${cell}': '${plan.read}'`)
  return `read_csv(${pathLiterals(files)}, auto_detect = false, header = true, delim = ${literal(dialect.delimiter)},
    quote = '"', escape = '"', strict_mode = ${!dialect.mixedLineEnds}, null_padding = false, skip = ${dialect.skip},
    max_line_size = ${2 ** 24}, buffer_size = ${2 ** 25}, compression = '${compression}', columns = {${types.join(', ')}})`
}

function typed({ stored, plan, keepsMisfits }: Column): TypedColumn {
  return {
    name: stored,
    type: plan.type,
    label: plan.name === 'wide' ? 'integer' : plan.name,
    empty: plan.name === 'empty',
    ...(keepsMisfits ? { misfit: identifier(misfitName(stored)) } : {}),
  }
}

function isConversion(error: unknown): boolean {
  const cause = error instanceof MlregError ? error.cause : error
  return cause instanceof Error && cause.message.startsWith('Conversion Error')
}
