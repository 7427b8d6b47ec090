import type { WindowColumn } from '../data/window.ts'
import type { ColumnRequest, OpaqueProfile } from '../profile/profiler.ts'
import type { MeasuredColumn, Role } from './policy.ts'

/** A column of the reference, and what is to be done with it. */
export interface PlannedColumn {
  readonly name: string
  readonly role: Role
  readonly kind: MeasuredColumn['kind']
  readonly reference: WindowColumn
  /** Absent when the current window lacks the column. */
  readonly current?: WindowColumn
  /** Why its values are not compared; nulls and distinct values still are. */
  readonly notCompared?: string
  /** How the reference's side is profiled, and the current one's. */
  readonly as: ColumnRequest['as']
  readonly currentAs: ColumnRequest['as']
}

export interface PlanOptions {
  readonly roles: ReadonlyMap<string, Role>
  /** Columns whose kind the user settled: never taken for identifiers or free text. */
  readonly settled: ReadonlySet<string>
  /** Columns that select the rows of a window, each window's differently: comparing them says nothing. */
  readonly selecting: ReadonlySet<string>
  /** The column that says which rows belong together, if there is one. */
  readonly block?: string | undefined
}

/** A column of this many different values, and more than half as many as it has rows, is not one of categories. */
const textFrom = 100
const textShare = 0.5

/** Plans every column of the reference, in its order. `categories` holds the counts of its categorical columns. */
export function planColumns(
  reference: readonly WindowColumn[],
  current: readonly WindowColumn[],
  categories: ReadonlyMap<string, OpaqueProfile>,
  { roles, settled, selecting, block }: PlanOptions,
): readonly PlannedColumn[] {
  const inCurrent = new Map(current.map(column => [column.name, column]))
  return reference.map(column => {
    const { name } = column
    const counted = categories.get(name)
    const isText = counted !== undefined && !settled.has(name) && !roles.has(name) && looksLikeText(counted)
    const kind = isText ? 'text' : column.kind
    const after = inCurrent.get(name)
    const role = roles.get(name) ?? 'feature'
    const reason = selecting.has(name)
      ? 'it selects the rows of the windows'
      : name === block && !settled.has(name)
        ? 'its values say which rows belong together'
        : reasonAgainst(kind, counted, after, role)
    const as = reason === undefined ? profiledAs(kind) : 'opaque'
    return {
      name,
      role,
      kind,
      reference: column,
      ...(after ? { current: after } : {}),
      ...(reason === undefined ? {} : { notCompared: reason }),
      as,
      currentAs: after?.kind === column.kind ? as : 'opaque',
    }
  })
}

function looksLikeText({ rows, nulls, distinct }: OpaqueProfile): boolean {
  return distinct > textFrom && distinct > textShare * (rows - nulls)
}

function profiledAs(kind: MeasuredColumn['kind']): ColumnRequest['as'] {
  if (kind === 'numeric') return 'numeric'
  return kind === 'categorical' || kind === 'boolean' ? 'categorical' : 'opaque'
}

function reasonAgainst(
  kind: MeasuredColumn['kind'],
  counted: OpaqueProfile | undefined,
  current: WindowColumn | undefined,
  role: Role,
): string | undefined {
  // A column that is gone is a finding whatever it held; labels come late, so a target is not missed.
  if (current === undefined) return role === 'target' ? 'the current window has no labels' : undefined
  switch (kind) {
    case 'text':
      return `identifier or free text: ${counted?.distinct} values in ${counted?.rows} rows`
    case 'datetime':
      return 'a point in time: windows are expected to differ in it'
    case 'nested':
      return 'a nested column'
    case 'binary':
      return 'a binary column'
    case 'null':
      return 'the reference holds no value'
    default:
      if (current.kind === kind) return undefined
      return current.kind === 'null'
        ? 'the current window holds no value'
        : `the current window holds ${current.type}`
  }
}
