import { MlregError } from '../../errors.ts'
import { nearest } from '../../nearest.ts'
import {
  allExperiments,
  type Experiment,
  experimentNamed,
  experimentWithId,
} from '../../store/experiments.ts'
import type { Store } from '../../store/store.ts'

/** The experiment of a name, else of an id. Deleted ones are found too. */
export function resolveExperiment(store: Store, text: string): Experiment {
  const found = experimentNamed(store, text) ?? experimentWithId(store, text)
  if (found !== undefined) return found
  const near = nearest(
    text,
    allExperiments(store).map(({ name }) => name),
  )
  throw new MlregError('not-found', `there is no experiment "${text}"`, {
    hint: near === undefined ? 'list them: mlreg experiments' : `did you mean "${near}"?`,
  })
}
