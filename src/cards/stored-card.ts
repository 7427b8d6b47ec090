import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { MlregError } from '../errors.ts'
import type { Version } from '../registry/versions.ts'
import type { Store } from '../store/store.ts'
import { blobFile } from '../store/store-layout.ts'
import type { Card } from './card.ts'
import { parseCard } from './parse-card.ts'

/** The bytes of a version's card, undefined where it has none. Throws `corrupt` when they are not what was stored. */
export function storedCardBytes({ directory }: Store, version: Version): Buffer | undefined {
  if (version.card === null) return undefined
  const bytes = readBlob(blobFile(directory, version.card))
  if (bytes !== undefined && createHash('sha256').update(bytes).digest('hex') === version.card) return bytes
  throw new MlregError('corrupt', `the card of ${version.name}/${version.version} is not what was stored`, {
    hint: 'look for more with "mlreg fsck --read-data"; a backup may have it',
  })
}

function readBlob(path: string): Buffer | undefined {
  try {
    return readFileSync(path)
  } catch {
    return undefined
  }
}

export function storedCard(store: Store, version: Version): Card | undefined {
  const bytes = storedCardBytes(store, version)
  return bytes && parseCard(bytes, `of ${version.name}/${version.version}`)
}
