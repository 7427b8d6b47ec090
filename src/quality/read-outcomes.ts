import type { Engine } from '../data/engine.ts'
import type { OpenedWindow, WindowColumn } from '../data/window.ts'
import { numericProfile } from '../profile/numeric-profile.ts'
import type { ClassificationOutcomes, Outcomes, RegressionOutcomes } from './outcomes.ts'
import { regressionOutcomes } from './regression-outcomes.ts'

/** The columns that say what a model answered and what was true. */
export interface OutcomeColumns {
  readonly target: WindowColumn
  readonly prediction?: WindowColumn
  readonly score?: WindowColumn
}

/**
 * Reads a window's labelled rows as sufficient statistics. Nothing when no row has both a target and an answer. Rows
 * with a null in one of the columns that a figure needs take no part in it.
 */
export async function readOutcomes(
  engine: Engine,
  window: OpenedWindow,
  columns: OutcomeColumns,
  task: Outcomes['task'],
  positive: string | undefined,
): Promise<Outcomes | undefined> {
  return task === 'regression'
    ? await readRegression(engine, window, columns)
    : await readClassification(engine, window, columns, positive)
}

async function readClassification(
  engine: Engine,
  window: OpenedWindow,
  { target, prediction, score }: OutcomeColumns,
  positive: string | undefined,
): Promise<ClassificationOutcomes | undefined> {
  const confusion = new Map<string, Map<string, number>>()
  if (prediction !== undefined) {
    const pairs = `SELECT ${target.sql} AS target, ${prediction.sql} AS prediction FROM ${window.relation}`
    const counted = `SELECT target, prediction, count(*) AS n FROM (${pairs}) WHERE target IS NOT NULL AND prediction IS NOT NULL GROUP BY ALL`
    for (const { target, prediction, n } of await engine.rows(counted)) {
      const row = confusion.get(String(target)) ?? new Map<string, number>()
      confusion.set(String(target), row.set(String(prediction), Number(n)))
    }
  }
  const scores =
    score && positive !== undefined
      ? await readScores(engine, window, target.sql, score, positive)
      : undefined
  const paired = [...confusion.values()].flatMap(row => [...row.values()]).reduce((sum, n) => sum + n, 0)
  const scored = scores ? scores.rows : 0
  if (paired === 0 && scored === 0) return undefined
  return {
    task: 'classification',
    rows: paired || scored,
    confusion,
    ...(positive === undefined ? {} : { positive }),
    ...(scores ? { scores } : {}),
  }
}

async function readScores(
  engine: Engine,
  window: OpenedWindow,
  label: string,
  score: WindowColumn,
  positive: string,
) {
  const sql =
    `SELECT coalesce(${score.sql}, 'nan'::DOUBLE), CAST(${label} = '${positive.replaceAll("'", "''")}' AS DOUBLE) ` +
    `FROM ${window.relation} WHERE ${label} IS NOT NULL`
  const [scores, outcomes] = await readPairs(engine, window, sql)
  const ofClass = (isPositive: number) =>
    numericProfile(scores.filter((_, row) => outcomes[row] === isPositive)).ecdf
  const classes = { positive: ofClass(1), negative: ofClass(0) }
  return { ...classes, rows: scores.reduce((rows, value) => rows + (Number.isFinite(value) ? 1 : 0), 0) }
}

async function readRegression(
  engine: Engine,
  window: OpenedWindow,
  { target, prediction }: OutcomeColumns,
): Promise<RegressionOutcomes | undefined> {
  if (prediction === undefined) return undefined
  const both = `isfinite(${target.sql}) AND isfinite(${prediction.sql})`
  const [actual, predicted] = await readPairs(
    engine,
    window,
    `SELECT ${target.sql}, ${prediction.sql} FROM ${window.relation} WHERE ${both}`,
  )
  return actual.length === 0 ? undefined : regressionOutcomes(actual, predicted)
}

/** Two DOUBLE columns, in the order of the window's rows. */
async function readPairs(engine: Engine, window: OpenedWindow, sql: string) {
  const pair = [new Float64Array(window.rows), new Float64Array(window.rows)] as const
  let rows = 0
  for await (const chunk of engine.stream(sql)) {
    for (const [side, values] of pair.entries()) {
      const { items } = chunk.getColumnVector(side) as unknown as { items: Float64Array }
      values.set(items.subarray(0, chunk.rowCount), rows)
    }
    rows += chunk.rowCount
  }
  return [pair[0].subarray(0, rows), pair[1].subarray(0, rows)] as const
}
