import type { WindowColumn } from '../../data/window.ts'
import type { Role } from '../../drift/policy.ts'
import { MlregError } from '../../errors.ts'
import { nearest } from '../../nearest.ts'
import type { DriftOptions } from './drift-options.ts'

export interface ChosenColumns {
  /** In the reference's order. */
  readonly columns: readonly WindowColumn[]
  readonly roles: ReadonlyMap<string, Role>
  readonly settled: ReadonlySet<string>
}

type ChoosingOptions = Naming & Pick<DriftOptions, 'rule' | 'top' | 'prediction' | 'target' | 'score'>

/** Which columns of the reference take part, and as what. Throws `not-found` for a name that it does not have. */
export function chooseColumns(
  reference: readonly WindowColumn[],
  options: ChoosingOptions,
  weights: ReadonlyMap<string, number> | undefined,
): ChosenColumns {
  const names = reference.map(({ name }) => name)
  const roles = rolesOf(options)
  const ruled = (options.rule ?? []).flatMap(({ column }) => column ?? [])
  const typed = [...(options.type?.keys() ?? [])]
  for (const name of [
    ...(options.columns ?? []),
    ...excluded(options),
    ...typed,
    ...ruled,
    ...roles.keys(),
  ]) {
    known(name, names)
  }
  const kept = new Set(options.columns ?? names)
  for (const name of excluded(options)) kept.delete(name)
  const heaviest = weights && options.top ? new Set(heaviestOf([...kept], weights, options.top)) : kept
  return {
    columns: reference.filter(({ name }) => roles.has(name) || heaviest.has(name)),
    roles,
    settled: new Set([...typed, ...(options.columns ?? [])]),
  }
}

type Naming = Pick<DriftOptions, 'columns' | 'exclude' | 'type'>

/** Which columns of a window on its own take part. Throws `not-found` for a name that it does not have. */
export function chooseNamed<Column extends Pick<WindowColumn, 'name'>>(
  columns: readonly Column[],
  options: Naming,
): readonly Column[] {
  const names = columns.map(({ name }) => name)
  const left = excluded(options)
  for (const name of [...(options.columns ?? []), ...left, ...(options.type?.keys() ?? [])]) {
    known(name, names, 'window')
  }
  return columns.filter(({ name }) => (options.columns?.includes(name) ?? true) && !left.includes(name))
}

/** Left out by --exclude, or by --type COLUMN=ignore. */
export function excluded({ exclude = [], type = new Map() }: Naming): readonly string[] {
  return [...exclude, ...[...type].flatMap(([name, kind]) => (kind === 'ignore' ? [name] : []))]
}

function rolesOf({ prediction, target, score }: ChoosingOptions): Map<string, Role> {
  const roles: [string | undefined, Role][] = [
    [score, 'score'],
    [prediction, 'prediction'],
    [target, 'target'],
  ]
  return new Map(roles.filter((role): role is [string, Role] => role[0] !== undefined))
}

function heaviestOf(
  names: readonly string[],
  weights: ReadonlyMap<string, number>,
  most: number,
): readonly string[] {
  const weigh = (name: string) => weights.get(name) ?? 0
  return [...names].sort((a, b) => weigh(b) - weigh(a)).slice(0, most)
}

function known(name: string, names: readonly string[], role = 'reference'): void {
  if (names.includes(name)) return
  const near = nearest(name, names)
  const shown = names.slice(0, 10).join(', ')
  throw new MlregError('not-found', `the ${role} has no column "${name}"`, {
    hint: near === undefined ? `it has: ${shown}${names.length > 10 ? ', …' : ''}` : `did you mean ${near}?`,
  })
}
