import { createExperiment, type Experiment } from './experiments.ts'
import type { Store } from './store.ts'

/** Makes an experiment as it is in another store, times and lifecycle too; its id is one of this store. */
export function putExperiment(store: Store, from: Omit<Experiment, 'id'>): Experiment {
  const { id } = createExperiment(store, from.name, from.createdMs)
  const { name, lifecycle, createdMs, updatedMs } = from
  store.database
    .prepare('UPDATE experiments SET lifecycle = ?, updated_ms = ?, deleted_ms = ? WHERE id = ?')
    .run(lifecycle, updatedMs, lifecycle === 'deleted' ? updatedMs : null, Number(id))
  return { id, name, lifecycle, createdMs, updatedMs }
}
