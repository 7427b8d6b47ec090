import { join, resolve } from 'node:path'
import { openStore } from '../../store/open-store.ts'
import { storeName } from '../../store/store-layout.ts'
import type { Context, Outcome } from '../command.ts'
import { acknowledgement } from './acknowledgement.ts'
import type { WriteOptions } from './store-options.ts'
import { writeAccess } from './with-store.ts'

/** Making a store that is there already changes nothing. */
export async function runInit({ io, options, operands }: Context<WriteOptions, [string?]>): Promise<Outcome> {
  const [where] = operands
  const named = where === undefined ? options.store : undefined
  const directory =
    named === undefined ? join(resolve(io.cwd, where ?? '.'), storeName) : resolve(io.cwd, named)
  let created = false
  const store = await openStore(directory, {
    ...writeAccess(io, options),
    replaceEmpty: true,
    onCreate: () => {
      created = true
    },
  })
  store.close()
  return acknowledgement(options, 'mlreg.init/1', { store: directory, created }, `${directory}\n`)
}
