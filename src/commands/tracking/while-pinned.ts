import { MlregError } from '../../errors.ts'
import { placePin } from '../../store/pins.ts'
import type { Store } from '../../store/store.ts'
import type { Context } from '../command.ts'
import type { WriteOptions } from './store-options.ts'
import { readingStore, writingStore } from './with-store.ts'

const renewEveryMs = 60_000

/**
 * Runs the work on a store whose files nobody collects meanwhile; `onProgress` has to be called now and then, outside of
 * any transaction. Where nothing may be written, nobody collects either. A store that is not there is not made.
 */
export async function whilePinned<T>(
  context: Pick<Context<WriteOptions>, 'io' | 'options'>,
  purpose: string,
  work: (store: Store, onProgress: () => void) => Promise<T>,
): Promise<T> {
  await readingStore(context, () => undefined)
  const pinned = writingStore(context, async store => {
    const pin = placePin(store, purpose, Date.now)
    let renewed = Date.now()
    const onProgress = () => {
      if (Date.now() - renewed < renewEveryMs) return
      pin.renew()
      renewed = Date.now()
    }
    try {
      return await work(store, onProgress)
    } finally {
      pin.remove()
    }
  })
  return await pinned.catch(async error => {
    if (!(error instanceof MlregError) || error.code !== 'read-only') throw error
    return await readingStore(context, store => work(store, () => undefined))
  })
}
