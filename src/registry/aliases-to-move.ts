import { MlregError } from '../errors.ts'
import type { Store } from '../store/store.ts'
import type { Model } from './models.ts'
import { knownAlias } from './set-alias.ts'
import type { Version } from './versions.ts'

interface Move {
  /** What takes the aliases' version's place. */
  readonly to: Version
  /** What they have to stand for now; undefined when nothing leaves. */
  readonly from: Version | undefined
}

/**
 * Those of the aliases asked for that stand for the version that leaves, each once; what stands for its successor already
 * has nowhere to go. Throws `not-found` for an unknown one, and `conflict` for one that stands for another version.
 */
export function aliasesToMove(
  store: Store,
  model: Model,
  { from, to }: Move,
  asked: readonly string[],
): string[] {
  return [...new Set(asked)].filter(alias => {
    const version = knownAlias(store, model, alias)
    if (version === to.version) return false
    if (version === from?.version) return true
    const leaving = from === undefined ? 'nothing' : `${model.name}/${from.version}`
    throw new MlregError(
      'conflict',
      `${model.name}@${alias} stands for ${model.name}/${version}, and ${leaving} is rolled back from`,
      { hint: 'nothing was changed; leave that alias out, and move it with "mlreg alias" if it is to move' },
    )
  })
}
