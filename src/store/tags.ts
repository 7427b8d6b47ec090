import { checkKey } from './key.ts'
import { checkLength, type Pair } from './params.ts'
import type { Run } from './runs.ts'
import type { Store } from './store.ts'

/** The tag that holds what a run is about in words, as MLflow names it. */
export const noteTag = 'mlflow.note.content'

/** Sets tags; a tag set again has the new value. */
export function setTags({ database }: Store, run: Run, tags: readonly Pair[]): void {
  const set = database.prepare(
    'INSERT INTO tags (run, key, value) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
  )
  for (const [key, value] of tags) {
    checkKey('tag', key)
    checkLength('tag', key, value)
    set.run(run.row, key, value)
  }
}
