import type { Engine } from '../data/engine.ts'
import { literal } from '../data/sql-text.ts'
import type { OpenedWindow, WindowColumn } from '../data/window.ts'
import { MlregError } from '../errors.ts'
import { asClasses, asLabel } from './as-classes.ts'
import { choosePositive, chooseTask } from './choose-task.ts'
import { type GroupFigures, groupFigures } from './group-figures.ts'
import { type GroupGap, groupGaps } from './group-gaps.ts'
import type { Outcomes } from './outcomes.ts'
import { type OutcomeColumns, readOutcomes } from './read-outcomes.ts'

export interface SubgroupRequest {
  /** Names of columns. */
  readonly target: string
  readonly prediction?: string
  readonly score?: string
  readonly by: readonly string[]
  readonly task?: Outcomes['task']
  readonly positive?: string
}

/** The rows with one value of a column. */
export interface Subgroup {
  /** The value, null of the rows that have none. */
  readonly label: string | null
  /** All of them. */
  readonly rows: number
  /** Those with both a target and an answer, which the figures are of. */
  readonly used: number
  readonly figures: GroupFigures
}

/** A window's rows by the values of one column. */
export interface Subgroups {
  readonly column: string
  /** By label, the rows without a value last. */
  readonly groups: readonly Subgroup[]
  readonly gaps: readonly GroupGap[]
}

export interface SubgroupResult {
  readonly task: Outcomes['task']
  readonly positive: string | undefined
  readonly rows: number
  readonly all: Subgroup
  readonly by: readonly Subgroups[]
}

/** More groups than a table, or a reader, can take. */
const mostGroups = 30

/**
 * The quality of a model's answers in each group of rows, and how far groups are apart. Throws `not-found` for a column
 * that is not there, `cannot-compare` when no row has a target and an answer, `bad-input` for a column that has no
 * groups to speak of.
 */
export async function subgroups(
  engine: Engine,
  opened: OpenedWindow,
  request: SubgroupRequest,
): Promise<SubgroupResult> {
  const named = (name: string) => columnNamed(opened, name)
  const task = await chooseTask(engine, opened, named(request.target), request.task)
  const window =
    task === 'regression' ? opened : asClasses({ reference: opened, current: opened }, request).reference
  const columns = columnsOf(window, request)
  const positive =
    task === 'classification'
      ? await choosePositive(engine, window, columns.target, request.positive, opened.source)
      : undefined
  const measure = async (
    relation: string,
    label: string | null,
    rows: number,
  ): Promise<Subgroup | undefined> => {
    const outcomes = await readOutcomes(engine, { ...window, relation, rows }, columns, task, positive)
    const used = outcomes?.rows ?? 0
    return { label, rows, used, figures: outcomes === undefined ? new Map() : groupFigures(outcomes) }
  }
  const all = (await measure(window.relation, null, window.rows)) as Subgroup
  if (all.used === 0) {
    throw new MlregError('cannot-compare', `no row of ${window.source} has both a target and an answer`)
  }
  const by: Subgroups[] = []
  for (const name of request.by) {
    const column = groupColumn(named(name))
    const groups: Subgroup[] = []
    for (const { label, rows } of await labelsOf(engine, opened, column)) {
      const is = label === null ? 'IS NULL' : `= ${literal(label)}`
      const relation = `(SELECT * FROM ${opened.relation} WHERE ${column.sql} ${is})`
      groups.push((await measure(relation, label, rows)) as Subgroup)
    }
    by.push({ column: name, groups, gaps: groupGaps(groups.map(({ figures }) => figures)) })
  }
  return { task, positive, rows: window.rows, all, by }
}

function columnNamed({ columns, source }: OpenedWindow, name: string): WindowColumn {
  const found = columns.find(column => column.name === name)
  if (found !== undefined) return found
  throw new MlregError('not-found', `${source} has no column "${name}"`, {
    hint: `it has ${columns
      .slice(0, 20)
      .map(column => column.name)
      .join(', ')}`,
  })
}

function columnsOf(window: OpenedWindow, { target, prediction, score }: SubgroupRequest): OutcomeColumns {
  return {
    target: columnNamed(window, target),
    ...(prediction === undefined ? {} : { prediction: columnNamed(window, prediction) }),
    ...(score === undefined ? {} : { score: numeric(columnNamed(window, score)) }),
  }
}

function numeric(column: WindowColumn): WindowColumn {
  if (column.kind === 'numeric') return column
  throw new MlregError('bad-input', `the scores in "${column.name}" are no numbers`)
}

/** Values as texts: whole numbers without a decimal point. */
function groupColumn(column: WindowColumn): WindowColumn {
  if (column.kind === 'datetime' || column.kind === 'nested' || column.kind === 'binary') {
    throw new MlregError(
      'bad-input',
      `the rows cannot be grouped by "${column.name}", which is ${column.type}`,
      {
        hint: 'add a column that names the groups, such as a month or a band',
      },
    )
  }
  return asLabel(column)
}

async function labelsOf(engine: Engine, window: OpenedWindow, column: WindowColumn) {
  const sql = `SELECT CAST(${column.sql} AS VARCHAR) AS label, count(*) AS n FROM ${window.relation} GROUP BY ALL LIMIT 1001`
  const found = (await engine.rows(sql)).map(({ label, n }) => ({
    label: label === null ? null : String(label),
    rows: Number(n),
  }))
  if (found.length > mostGroups) {
    const count = found.length > 1_000 ? 'more than 1,000' : String(found.length)
    throw new MlregError(
      'bad-input',
      `"${column.name}" makes ${count} groups, and a card has room for ${mostGroups}`,
      {
        hint: 'add a column with fewer to the file: bands of a number, the commonest values and "other"',
      },
    )
  }
  return sorted(found)
}

/** Numbers by size where all are numbers, else by code point; nothing comes last. */
function sorted<Label extends { readonly label: string | null }>(labels: readonly Label[]): Label[] {
  const isNumber = labels.every(
    ({ label }) => label === null || (label.trim() !== '' && Number.isFinite(Number(label))),
  )
  const rank = ({ label }: Label) => (isNumber ? Number(label) : 0)
  return labels.toSorted((a, b) => {
    if (a.label === null || b.label === null) return a.label === null ? 1 : -1
    return rank(a) - rank(b) || (a.label < b.label ? -1 : 1)
  })
}
