import type { Pair } from '../store/params.ts'
import type { Store } from '../store/store.ts'
import { type Actor, recordModelEvent } from './model-events.ts'
import { tagsOfModel } from './model-tags.ts'
import { describeModel, type Model } from './models.ts'
import { tagsOfVersion } from './version-tags.ts'
import { updateVersion, type Version } from './versions.ts'

/** What is spoken of: a version, or its model as a whole. */
export type Subject = { readonly model: Model } | { readonly version: Version }

/** Gives a new description; says whether it was one. Inside `store.write`, as all of these. */
export function annotate(store: Store, who: Actor, subject: Subject, description: string): boolean {
  const { name, version, before } = partsOf(subject)
  if (before === description) return false
  if ('model' in subject) describeModel(store, subject.model, description)
  else updateVersion(store, subject.version, { description })
  recordModelEvent(store, who, name, 'describe', { version, description, before })
  return true
}

/** Sets and removes tags, and gives the keys of those that changed. */
export function annotateTags(
  store: Store,
  who: Actor,
  subject: Subject,
  { set, remove = [] }: { readonly set: readonly Pair[]; readonly remove?: readonly string[] },
): string[] {
  const own = 'model' in subject ? tagsOfModel(store, subject.model) : tagsOfVersion(store, subject.version)
  const wanted = new Map<string, string | null>([...remove.map(key => [key, null] as const), ...set])
  const changed = [...wanted].filter(([key, value]) => (own.get(key) ?? null) !== value)
  if (changed.length === 0) return []
  for (const [key, value] of changed) put(store, subject, key, value)
  const { name, version } = partsOf(subject)
  const before = Object.fromEntries(changed.map(([key]) => [key, own.get(key) ?? null]))
  recordModelEvent(store, who, name, 'tag', { version, tags: Object.fromEntries(changed), before })
  return changed.map(([key]) => key)
}

function put({ database }: Store, subject: Subject, key: string, value: string | null): void {
  const [table, column, row] =
    'model' in subject
      ? ['model_tags', 'model', subject.model.row]
      : ['version_tags', 'version', subject.version.row]
  if (value === null) database.prepare(`DELETE FROM ${table} WHERE ${column} = ? AND key = ?`).run(row, key)
  else {
    database
      .prepare(
        `INSERT INTO ${table} (${column}, key, value) VALUES (?, ?, ?)
         ON CONFLICT (${column}, key) DO UPDATE SET value = excluded.value`,
      )
      .run(row, key, value)
  }
}

function partsOf(subject: Subject) {
  if ('model' in subject) {
    const { name, description } = subject.model
    return { name, version: null, before: description }
  }
  const { name, version, description } = subject.version
  return { name, version, before: description }
}
