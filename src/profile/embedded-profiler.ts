import type { Chunk, Engine } from '../data/engine.ts'
import type { OpenedWindow, WindowColumn } from '../data/window.ts'
import { aheadOfUse } from './ahead-of-use.ts'
import { exactDistinct } from './exact-distinct.ts'
import type { CategoricalProfile } from './profile.ts'
import type { ColumnRequest, ProfileInput, Profiler } from './profiler.ts'

/**
 * Raw values that one query fetches: few queries for small windows, little memory for large ones, of which two batches
 * are held at a time. The first batch is smaller, so that sorting can begin.
 */
const batchBytes = 32 * 2 ** 20
const firstBatchBytes = 16 * 2 ** 20
/** The first batch of a small window is this part of it. */
const smallFirst = 6
/** DuckDB's grouping_id has a bit for each column, in 64. */
const mostGroups = 50

/** Values of text columns of which it is as cheap to know all categories as how many there are. */
const fewValues = 2 ** 18

/** Profiles a window that an embedded engine has opened. Categories are counted there, numbers are handed on raw. */
export function embeddedProfiler(engine: Engine, window: OpenedWindow): Profiler {
  const columns = new Map(window.columns.map(column => [column.name, column]))
  const inTurn = turns()
  const counted = new Map<string, CategoricalInput>()
  const count = async (asked: readonly WindowColumn[]) => {
    const unknown = asked.filter(({ name }) => !counted.has(name))
    const found = unknown.length === 0 ? [] : await categoricalInputs(engine, window, unknown)
    for (const input of found) counted.set(input.name, input)
    return asked.map(({ name }) => counted.get(name) as CategoricalInput)
  }
  const fetch = async (batch: readonly ColumnRequest[]): Promise<readonly ProfileInput[]> => {
    const asked = batch.map(({ name }) => columns.get(name) as WindowColumn)
    if (batch[0]?.as === 'numeric') return await numericInputs(engine, window, asked)
    if (batch[0]?.as === 'categorical') {
      const inputs = await count(asked)
      // Kept no longer than until they are asked for.
      for (const { name } of asked) counted.delete(name)
      return inputs
    }
    const areFew =
      asked.every(({ kind }) => kind === 'categorical') && window.rows * asked.length <= fewValues
    return areFew ? (await count(asked)).map(withoutCategories) : await opaqueInputs(engine, window, asked)
  }
  return {
    rows: window.rows,
    profile: requests => {
      const batches = batchesOf(requests, window.rows)
      if (!isSmall(window.rows, requests.length)) return aheadOfUse(batches, fetch)
      return allAtOnce(batches, batch => inTurn(() => fetch(batch)))
    },
  }
}

interface CategoricalInput {
  readonly name: string
  readonly profile: CategoricalProfile
}

function withoutCategories({ name, profile: { rows, nulls, counts } }: CategoricalInput): ProfileInput {
  return { name, profile: { kind: 'opaque', rows, nulls, distinct: counts.size } }
}

/** Whether raw values of so many columns are no more than a batch. */
function isSmall(rows: number, columns: number): boolean {
  return 8 * rows * columns <= firstBatchBytes
}

/** One after the other, in the order asked for: the first columns are not kept waiting by what comes after them. */
function turns() {
  let last: Promise<unknown> = Promise.resolve()
  return <Result>(work: () => Promise<Result>): Promise<Result> => {
    const result = last.then(work)
    last = result.catch(() => undefined)
    return result
  }
}

/** Has the engine answer everything while the first columns are in use. */
async function* allAtOnce<Batch>(
  batches: readonly Batch[],
  fetch: (batch: Batch) => Promise<readonly ProfileInput[]>,
): AsyncIterable<ProfileInput> {
  const all = batches.map(fetch)
  // Awaited in their turn; until then a failure is not unhandled.
  for (const one of all) one.catch(() => undefined)
  for (const one of all) yield* await one
}

/** Cuts the requests, in order, into runs of one sort that a single query answers. */
function batchesOf(requests: readonly ColumnRequest[], rows: number): readonly (readonly ColumnRequest[])[] {
  const batches: ColumnRequest[][] = []
  const numbersIn = (bytes: number) => Math.max(1, Math.floor(bytes / (8 * rows)))
  const firstBatch = isSmall(rows, requests.length)
    ? Math.ceil(requests.length / smallFirst)
    : numbersIn(firstBatchBytes)
  for (const request of requests) {
    const batch = batches.at(-1)
    const most =
      request.as !== 'numeric' ? mostGroups : batches.length === 1 ? firstBatch : numbersIn(batchBytes)
    if (batch?.[0]?.as === request.as && batch.length < most) batch.push(request)
    else batches.push([request])
  }
  return batches
}

async function numericInputs(
  engine: Engine,
  window: OpenedWindow,
  columns: readonly WindowColumn[],
): Promise<ProfileInput[]> {
  const expressions = columns.map(column => `coalesce(${column.sql}, 'nan'::DOUBLE)`)
  const values = columns.map(() => new Float64Array(window.rows))
  let row = 0
  const sql = `SELECT ${expressions.join(', ')} FROM ${window.relation}`
  const chunks = isSmall(window.rows, columns.length) ? await engine.chunks(sql) : engine.stream(sql)
  for await (const chunk of chunks) {
    for (const [i, target] of values.entries()) copyDoubles(chunk, i, target, row)
    row += chunk.rowCount
  }
  if (row !== window.rows) throw new Error(`${window.source}: ${row} of ${window.rows} rows arrived`)
  const colliding = columns.filter((column, i) => column.exactSql && exceedsDouble(values[i] as Float64Array))
  const distinct = await exactDistinct(engine, window, colliding)
  return columns.map(({ name }, i) => {
    const count = distinct.get(name)
    const input = { name, values: values[i] as Float64Array<ArrayBuffer> }
    return count === undefined ? input : { ...input, distinct: count }
  })
}

function copyDoubles(chunk: Chunk, column: number, target: Float64Array, at: number): void {
  const items = doublesOf(chunk, column)
  target.set(items.length === chunk.rowCount ? items : items.subarray(0, chunk.rowCount), at)
}

function doublesOf(chunk: Chunk, column: number): Float64Array {
  return (chunk.getColumnVector(column) as unknown as { items: Float64Array }).items
}

/** From 2^53 on neighbouring integers are one double. */
function exceedsDouble(values: Float64Array): boolean {
  return values.some(value => Math.abs(value) >= 2 ** 53)
}

/** One scan for all columns: a grouping set each. */
async function categoricalInputs(
  engine: Engine,
  window: OpenedWindow,
  columns: readonly WindowColumn[],
): Promise<CategoricalInput[]> {
  const keys = columns.map((column, i) => `${column.sql} AS k${i}`)
  const names = columns.map((_, i) => `k${i}`)
  const sets = names.map(name => `(${name})`)
  const counts = columns.map(() => new Map<string, number>())
  const nulls = columns.map(() => 0)
  const sql =
    `SELECT coalesce(${names.join(', ')}), grouping_id(${names.join(', ')})::DOUBLE, count(*)::DOUBLE ` +
    `FROM (SELECT ${keys.join(', ')} FROM ${window.relation}) GROUP BY GROUPING SETS (${sets.join(', ')})`
  const chunks = isSmall(window.rows, columns.length) ? await engine.chunks(sql) : engine.stream(sql)
  for await (const chunk of chunks) {
    const [values, ids, rows] = [chunk.getColumnVector(0), doublesOf(chunk, 1), doublesOf(chunk, 2)]
    for (let row = 0; row < chunk.rowCount; row++) {
      const value = values.getItem(row) as string | null
      const column = groupedColumn(ids[row] as number, columns.length)
      if (value === null) nulls[column] = rows[row] as number
      else counts[column]?.set(value, rows[row] as number)
    }
  }
  return columns.map(({ name }, i) => {
    const found = counts[i] as Map<string, number>
    const ordered = new Map([...found.keys()].sort().map(value => [value, found.get(value) as number]))
    const facts = { rows: window.rows, nulls: nulls[i] as number, counts: ordered, exact: true }
    return { name, profile: { kind: 'categorical', ...facts } }
  })
}

/** grouping_id has a 0 bit, from the left, for the column that the row is grouped by and 1 for all others. */
function groupedColumn(id: number, columns: number): number {
  return columns - 1 - Math.log2(2 ** columns - 1 - id)
}

async function opaqueInputs(
  engine: Engine,
  window: OpenedWindow,
  columns: readonly WindowColumn[],
): Promise<ProfileInput[]> {
  const figures = columns.flatMap(({ sql, kind }, i) => [
    `count(${sql}) AS filled${i}`,
    `${kind === 'nested' || kind === 'null' ? '0' : `count(DISTINCT ${sql})`} AS distinct${i}`,
  ])
  const [row] = await engine.rows(`SELECT ${figures.join(', ')} FROM ${window.relation}`)
  return columns.map(({ name }, i) => {
    const nulls = window.rows - Number(row?.[`filled${i}`])
    const distinct = Number(row?.[`distinct${i}`])
    return { name, profile: { kind: 'opaque', rows: window.rows, nulls, distinct } }
  })
}
