import { MlregError } from '../errors.ts'
import { nearest } from '../nearest.ts'
import type { Store } from '../store/store.ts'
import type { Model } from './models.ts'
import type { Version } from './versions.ts'

/** A word that stands for one version of a model until it is moved. */
export interface Alias {
  readonly alias: string
  readonly version: number
}

/** A model's aliases, by name. */
export function aliasesOf({ database }: Store, model: Pick<Model, 'row'>): Alias[] {
  return database
    .prepare<[number], Alias>(
      `SELECT alias, versions.version AS version FROM aliases JOIN versions ON versions.id = aliases.version
       WHERE aliases.model = ? ORDER BY alias`,
    )
    .all(model.row)
}

/** Those of one version, by name. */
export function aliasesOfVersion({ database }: Store, version: Version): string[] {
  return database
    .prepare<[number], string>('SELECT alias FROM aliases WHERE version = ? ORDER BY alias')
    .pluck()
    .all(version.row)
}

export function setAlias({ database }: Store, version: Version, alias: string): void {
  database
    .prepare(
      `INSERT INTO aliases (model, alias, version) VALUES (?, ?, ?)
       ON CONFLICT (model, alias) DO UPDATE SET version = excluded.version`,
    )
    .run(version.modelRow, alias, version.row)
}

export function deleteAlias({ database }: Store, model: Pick<Model, 'row'>, alias: string): void {
  database.prepare('DELETE FROM aliases WHERE model = ? AND alias = ?').run(model.row, alias)
}

/** That a model has no such alias, and which one may be meant; `otherwise` ends the hint where none is near. */
export function unknownAlias(
  { name }: Pick<Model, 'name'>,
  alias: string,
  all: readonly Alias[],
  otherwise = '',
): MlregError {
  const names = all.map(one => one.alias)
  const near = nearest(alias, names)
  return new MlregError('not-found', `model "${name}" has no alias "${alias}"`, {
    hint: near === undefined ? `it has ${names.join(', ') || 'none'}${otherwise}` : `did you mean "${near}"?`,
  })
}
