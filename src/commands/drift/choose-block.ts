import type { OpenedWindow, WindowColumn } from '../../data/window.ts'
import { MlregError } from '../../errors.ts'
import { nearest } from '../../nearest.ts'
import type { Windows } from './open-windows.ts'

const units = ['hour', 'day', 'week', 'month'] as const
type Unit = (typeof units)[number]

/** Which rows belong together: those of one value of a column, or of one hour, day, week or month of it, in UTC. */
export interface ChosenBlock {
  readonly column: string
  readonly unit?: Unit
}

/**
 * What `--block` names: a column, a point in time with its unit (`time:day`), or a unit alone where one column holds
 * points in time. A column of that very name comes first. Throws `not-found` or `usage` for anything else, and
 * `cannot-compare` for a profile, which has no rows.
 */
export function chooseBlock(text: string, windows: Windows): ChosenBlock {
  const { reference, current, profiles } = windows
  const [role, { source }] = profiles.reference ? ['reference', reference] : ['current window', current]
  if (profiles.reference ?? profiles.current) {
    throw new MlregError(
      'cannot-compare',
      `--block has the rows of a ${text} count together, and the ${role} ${source} is a profile: it has no rows`,
      { hint: 'give the window that the profile was made of, or leave out --block' },
    )
  }
  const chosen = parse(text, reference)
  if (!current.columns.some(({ name }) => name === chosen.column)) {
    throw new MlregError(
      'not-found',
      `the current window has no column "${chosen.column}", which --block names`,
    )
  }
  return chosen
}

function parse(text: string, { columns }: OpenedWindow): ChosenBlock {
  const named = (name: string) => columns.find(column => column.name === name)
  const whole = named(text)
  if (whole) return { column: comparable(whole).name }
  const at = text.lastIndexOf(':')
  const unit = units.find(each => each === text.slice(at + 1))
  const before = at < 1 ? undefined : named(text.slice(0, at))
  if (before !== undefined && unit !== undefined) return { column: timed(before, unit).name, unit }
  if (at < 0 && unit !== undefined) return { column: onlyTime(columns, unit).name, unit }
  if (before !== undefined) {
    throw new MlregError('usage', `--block ${text}: the unit is none of ${units.join(', ')}`)
  }
  throw notFound(unit === undefined ? text : text.slice(0, at), columns)
}

function onlyTime(columns: readonly WindowColumn[], unit: Unit): WindowColumn {
  const times = columns.filter(({ kind }) => kind === 'datetime')
  if (times.length === 1) return times[0] as WindowColumn
  const [many, examples] = [times.length > 1, times.slice(0, 5).map(({ name }) => `--block ${name}:${unit}`)]
  throw new MlregError(
    'usage',
    many
      ? `--block ${unit}: ${times.length} columns hold points in time`
      : `--block ${unit}: no column of the reference holds points in time`,
    {
      hint: many
        ? examples.join(', ')
        : `name the column that says which rows belong together: --block COLUMN`,
    },
  )
}

function timed(column: WindowColumn, unit: Unit): WindowColumn {
  if (column.kind === 'datetime') return column
  throw new MlregError('usage', `--block ${column.name}:${unit}: ${column.name} is ${column.kind}`, {
    hint: `read it as points in time with --type ${column.name}=datetime, or take its values: --block ${column.name}`,
  })
}

function comparable(column: WindowColumn): WindowColumn {
  if (column.kind !== 'nested' && column.kind !== 'binary' && column.kind !== 'null') return column
  throw new MlregError(
    'usage',
    `--block ${column.name}: a ${column.kind} column says not which rows belong together`,
  )
}

function notFound(name: string, columns: readonly WindowColumn[]): MlregError {
  const names = columns.map(column => column.name)
  const near = nearest(name, names)
  return new MlregError('not-found', `the reference has no column "${name}", which --block names`, {
    hint: near === undefined ? `it has: ${names.slice(0, 10).join(', ')}` : `did you mean ${near}?`,
  })
}

/** The block of a row, as an SQL expression over a window that has the column. */
export function blockSql({ column, unit }: ChosenBlock, { columns }: OpenedWindow): string {
  const sql = columns.find(({ name }) => name === column)?.sql ?? 'NULL'
  return unit === undefined ? sql : `date_trunc('${unit}', make_timestamp(CAST(${sql} AS BIGINT)))`
}
