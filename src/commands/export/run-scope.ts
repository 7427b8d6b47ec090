import { MlregError } from '../../errors.ts'
import type { RunScope } from '../../store/run-rows.ts'
import type { Store } from '../../store/store.ts'
import { resolveExperiment } from '../tracking/resolve-experiment.ts'
import type { ReadOptions } from '../tracking/store-options.ts'

export interface ScopeOptions extends ReadOptions {
  readonly experiment?: readonly string[]
  readonly deleted?: boolean
  readonly force?: boolean
}

/** The runs that the options name; all that are not deleted when they name none. */
export function runScope(store: Store, { experiment, deleted }: ScopeOptions): RunScope {
  if (experiment?.some(name => name === '')) throw new MlregError('usage', 'an experiment has to have a name')
  return {
    ...(experiment ? { experiments: experiment.map(name => resolveExperiment(store, name).id) } : {}),
    ...(deleted ? {} : { lifecycle: 'active' }),
  }
}
