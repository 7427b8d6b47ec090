import type { Engine, Row } from '../data/engine.ts'
import type { OpenedWindow, WindowColumn } from '../data/window.ts'

/** How many different values columns have whose integers collide as doubles, by name. */
export async function exactDistinct(
  engine: Engine,
  window: OpenedWindow,
  columns: readonly WindowColumn[],
): Promise<ReadonlyMap<string, number>> {
  if (columns.length === 0) return new Map()
  const counts = columns.map(column => `count(DISTINCT ${column.exactSql})`)
  const [row] = await engine.rows(`SELECT ${counts.join(', ')} FROM ${window.relation}`)
  const values = Object.values(row as Row)
  return new Map(columns.map(({ name }, i) => [name, Number(values[i])]))
}
