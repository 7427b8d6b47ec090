import type { OpenedWindow, WindowColumn } from '../../data/window.ts'
import { MlregError } from '../../errors.ts'
import type { StoredColumn, StoredProfile } from '../../profile/stored-profile.ts'
import { holdsCategories, holdsClasses, storedWindow } from '../../profile/stored-profiler.ts'
import type { WindowsOptions } from './drift-options.ts'
import type { WindowPlace } from './window-place.ts'

/** A target of numbers with more different values than this is a quantity, not a class (quality/choose-task.ts). */
const mostClasses = 20

/**
 * A profile in the place of a window. Throws `usage` for what only rows could answer: a filter, another kind than the one
 * that the column was profiled as.
 */
export async function openProfile(
  { path, source }: WindowPlace,
  role: 'reference' | 'current',
  options: WindowsOptions,
  expect: readonly WindowColumn[] = [],
): Promise<{ readonly window: OpenedWindow; readonly profile: StoredProfile }> {
  const where = role === 'reference' ? options.referenceWhere : options.currentWhere
  if (where !== undefined) {
    throw new MlregError('usage', `${source} is a profile: it has no rows that a filter could keep`, {
      hint: `filter the window when it is profiled: mlreg profile FILE --where '${where}' --output PROFILE`,
    })
  }
  // It loads apache-arrow, which a run without profiles should not wait for.
  const { readProfile } = await import('../../profile/read-profile.ts')
  const profile = await readProfile(path, source)
  const columns = profile.columns.map(column => asAsked(column, source, options))
  const window = storedWindow(source, { ...profile, columns }, path)
  const expected = new Map(expect.map(column => [column.name, column]))
  const changed = window.columns.map(column => withChange(column, expected.get(column.name)))
  return { window: { ...window, columns: changed }, profile }
}

/** Numbers that are all known can be compared by categories; any other change takes the rows. */
function asAsked(column: StoredColumn, source: string, { type }: WindowsOptions): StoredColumn {
  const { name, kind } = column
  const asked = type?.get(name)
  if (asked === undefined || asked === 'ignore' || asked === kind) return column
  if (asked === 'categorical' && holdsCategories(column)) return { ...column, kind: asked }
  throw new MlregError('usage', `${source} is a profile and holds ${name} as ${kind}, not as ${asked}`, {
    hint: `profile the window again with --type ${name}=${asked}`,
  })
}

/** Between two windows only values that do not fit are a change of an inferred type; a profile has none to look at. */
function withChange(column: WindowColumn, expected: WindowColumn | undefined): WindowColumn {
  if (expected === undefined || expected.kind === column.kind) return column
  if (expected.kind === 'null' || column.kind === 'null') return column
  return {
    ...column,
    changed: { from: expected.type, to: column.type, misfits: 0, isUntried: true, examples: [] },
  }
}

/** Classification unless the target holds fractions or very many numbers. */
export function storedTask({ columns }: StoredProfile, target: string): 'classification' | 'regression' {
  const column = columns.find(({ name }) => name === target)
  return column && column.kind === 'numeric' && !holdsClasses(column, mostClasses)
    ? 'regression'
    : 'classification'
}

/** Throws `usage` when a profile holds the target or the prediction of a classifier as quantities. */
export function requireClasses({ columns }: StoredProfile, { target, prediction }: WindowsOptions): void {
  for (const column of columns) {
    const isClass = column.name === target || column.name === prediction
    if (!isClass || column.kind !== 'numeric' || holdsClasses(column, Number.POSITIVE_INFINITY)) continue
    throw new MlregError('usage', `the profile holds ${column.name} as quantities, not as classes`, {
      hint: `--task regression, or profile the window again with --type ${column.name}=categorical`,
    })
  }
}
