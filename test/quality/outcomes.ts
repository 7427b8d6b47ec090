import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asClasses } from '../../src/quality/as-classes.ts'
import { compareQuality, type QualityRequest } from '../../src/quality/compare-quality.ts'
import type { Outcomes } from '../../src/quality/outcomes.ts'
import { readOutcomes } from '../../src/quality/read-outcomes.ts'
import { column, openBoth } from '../data/open.ts'

export type Cell = string | number | boolean | null
export type Columns = Readonly<Record<string, readonly Cell[]>>

const directory = mkdtempSync(join(tmpdir(), 'mlreg-quality-'))
let files = 0

/** Columns of one length as a CSV file of its own. */
function csv(columns: Columns): string {
  const names = Object.keys(columns)
  const rows = Object.values(columns)[0]?.map((_, row) => names.map(name => columns[name]?.[row] ?? ''))
  const path = join(directory, `${++files}.csv`)
  writeFileSync(path, [names, ...(rows ?? [])].map(cells => `${cells.join(',')}\n`).join(''))
  return path
}

/** The columns target, prediction and score of a window, read by the engine as the command reads them. */
export async function outcomesOf(
  columns: Columns,
  task: Outcomes['task'],
  positive?: string,
): Promise<Outcomes | undefined> {
  const path = csv(columns)
  const { engine, ...opened } = await openBoth(path, path)
  const windows =
    task === 'regression' ? opened : asClasses(opened, { target: 'target', prediction: 'prediction' })
  const named = (name: string) =>
    name in columns ? { [name]: column(windows.reference, name) } : ({} as Record<string, never>)
  const roles = {
    target: column(windows.reference, 'target'),
    ...named('prediction'),
    ...named('score'),
  }
  return readOutcomes(engine, windows.reference, roles, task, positive)
}

/** Compares two windows of the columns target, prediction and score, as the command does. */
export async function compare(reference: Columns, current: Columns, request: Partial<QualityRequest> = {}) {
  const { engine, ...opened } = await openBoth(csv(reference), csv(current))
  const roles = Object.fromEntries(
    ['target', 'prediction', 'score'].filter(name => name in reference).map(name => [name, name]),
  )
  const asked = { ...roles, task: 'classification', maxDrop: 0.05, rules: [], ...request } as const
  const windows = asked.task === 'regression' ? opened : asClasses(opened, asked)
  return compareQuality(engine, windows.reference, windows.current, asked)
}

export const repeat = <Value>(value: Value, times: number) => Array.from({ length: times }, () => value)

/** `right` of 100 rows are predicted right, half of them positive. */
export function rightOf100(right: number): Columns {
  const target = Array.from({ length: 100 }, (_, row) => row % 2)
  return { target, prediction: target.map((label, row) => (row < right ? label : 1 - label)) }
}
