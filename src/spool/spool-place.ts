import { createHash } from 'node:crypto'
import { join } from 'node:path'

type Env = Readonly<Record<string, string | undefined>>

/**
 * Where runs wait that the store could not take yet: in the store, and where that cannot be written in the user's state
 * directory, under a name made of the store's path.
 */
export function spoolDirectories(store: string, env: Env): string[] {
  const own = stateSpool(store, env)
  return [join(store, 'spool'), ...(own === undefined ? [] : [own])]
}

/** Undefined for a user who has no home. */
function stateSpool(store: string, { XDG_STATE_HOME, HOME }: Env): string | undefined {
  const base = XDG_STATE_HOME || (HOME && join(HOME, '.local', 'state'))
  if (!base) return undefined
  const name = createHash('sha256').update(store).digest('hex').slice(0, 16)
  return join(base, 'mlreg', 'spool', name)
}
