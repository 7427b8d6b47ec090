import { puttingBytes } from '../artifacts/putting-bytes.ts'
import { MlregError } from '../errors.ts'
import { recordModelEvent } from '../registry/model-events.ts'
import { updateVersion, type Version, versionWithRow } from '../registry/versions.ts'
import type { Store } from '../store/store.ts'

export interface Keeping {
  readonly text: string
  /** The digest of the card this one was made from: null where there was none. */
  readonly from: string | null
  readonly by: 'init' | 'edit'
  readonly actor: string
  readonly nowMs: number
}

export interface Kept {
  readonly digest: string
  /** False when the version had this very card. */
  readonly changed: boolean
}

/**
 * Stores a card with its version. Throws `conflict` when somebody else stored another one since `from` was read: nothing
 * of theirs is lost.
 */
export async function keepCard(store: Store, version: Version, keeping: Keeping): Promise<Kept> {
  const { text, from, by, actor, nowMs } = keeping
  const { name, version: number } = version
  return await puttingBytes(store, Buffer.from(text), nowMs, digest => {
    const now = versionWithRow(store, version.row)
    if (now === undefined) throw new MlregError('not-found', `${name}/${number} was deleted meanwhile`)
    if (now.card === digest) return { digest: digest as string, changed: false }
    if (now.card !== from) {
      throw new MlregError('conflict', `${name}/${number} was given another card meanwhile`, {
        hint: `look at it with "mlreg card show ${name}/${number}" and put both together`,
      })
    }
    updateVersion(store, now, { card: digest })
    const details = { version: number, from: now.card, to: digest, by }
    recordModelEvent(store, { actor, nowMs }, name, 'card', details)
    return { digest: digest as string, changed: true }
  })
}
