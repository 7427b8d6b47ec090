import type { Pair } from '../store/params.ts'
import type { Store } from '../store/store.ts'
import type { Model } from './models.ts'

/** Gives a model tags that it does not have; one that is there keeps its value. */
export function addModelTags({ database }: Store, model: Pick<Model, 'row'>, tags: readonly Pair[]): void {
  const insert = database.prepare(
    'INSERT INTO model_tags (model, key, value) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  )
  for (const [key, value] of tags) insert.run(model.row, key, value)
}

/** A model's tags, by key. */
export function tagsOfModel({ database }: Store, model: Pick<Model, 'row'>): Map<string, string> {
  const rows = database
    .prepare<[number], { key: string; value: string }>(
      'SELECT key, value FROM model_tags WHERE model = ? ORDER BY key',
    )
    .all(model.row)
  return new Map(rows.map(({ key, value }) => [key, value]))
}
