import type { Engine } from '../data/engine.ts'
import type { OpenedWindow, WindowColumn } from '../data/window.ts'
import { MlregError } from '../errors.ts'
import type { Outcomes } from './outcomes.ts'

/** A target of numbers with more different values than this is a quantity, not a class. */
const mostClasses = 20

/** What labels are called when they mean yes. */
const positiveNames = ['1', 'true', 'yes', 'y', 't', 'positive', 'pos']

/** Classification unless the target holds fractions or very many numbers. */
export async function chooseTask(
  engine: Engine,
  window: OpenedWindow,
  target: WindowColumn,
  asked: Outcomes['task'] | undefined,
): Promise<Outcomes['task']> {
  if (asked !== undefined || target.kind !== 'numeric') return asked ?? 'classification'
  const facts = `count(DISTINCT ${target.sql}) AS n, coalesce(bool_or(${target.sql} <> trunc(${target.sql})), false) AS fractions`
  const [row] = await engine.rows(`SELECT ${facts} FROM ${window.relation}`)
  return row?.fractions === true || Number(row?.n) > mostClasses ? 'regression' : 'classification'
}

/**
 * The positive class: the one asked for; else, of two classes, the one called 1, true, yes or the like, or the greater
 * by code point. Nothing with more than two. Throws `not-found` when the one asked for does not occur.
 */
export async function choosePositive(
  engine: Engine,
  window: OpenedWindow,
  target: WindowColumn,
  asked: string | undefined,
  name = 'the reference',
): Promise<string | undefined> {
  const rows = await engine.rows(`SELECT DISTINCT ${target.sql} AS label FROM ${window.relation} LIMIT 1000`)
  const labels = rows.flatMap(({ label }) => (label === null ? [] : [String(label)])).sort()
  if (asked !== undefined && !labels.includes(asked)) {
    throw new MlregError('not-found', `no row of ${name} has the target "${asked}"`, {
      hint: `it has: ${labels.slice(0, 10).join(', ')}`,
    })
  }
  if (asked !== undefined || labels.length !== 2) return asked
  return labels.find(label => positiveNames.includes(label.toLowerCase())) ?? labels[1]
}
