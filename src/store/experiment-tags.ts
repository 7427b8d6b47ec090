import type { Pair } from './params.ts'
import type { Store } from './store.ts'

/** An experiment's tags in code point order of their keys. */
export function experimentTags({ database }: Store, id: string): Pair[] {
  return database
    .prepare<[number], { key: string; value: string }>(
      'SELECT key, value FROM experiment_tags WHERE experiment = ? ORDER BY key',
    )
    .all(Number(id))
    .map(({ key, value }) => [key, value])
}

/** Adds the tags whose keys the experiment does not have. Gives how many that were. */
export function addExperimentTags({ database }: Store, id: string, tags: readonly Pair[]): number {
  const add = database.prepare('INSERT INTO experiment_tags VALUES (?, ?, ?) ON CONFLICT DO NOTHING')
  return tags.reduce((added, [key, value]) => added + add.run(Number(id), key, value).changes, 0)
}
