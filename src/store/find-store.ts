import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { databaseFile, storeName } from './store-layout.ts'

export interface StorePlace {
  /** Absolute. */
  readonly directory: string
  /** Whether there is a database in it. */
  readonly exists: boolean
}

/**
 * Where the store is: the directory named, else `.mlreg` in the working directory or the nearest one above, else where
 * one would be made. A directory that holds a `.mlreg` stands for it.
 */
export function findStore(cwd: string, named: string | undefined): StorePlace {
  if (named !== undefined) {
    const directory = resolve(cwd, named)
    const inside = join(directory, storeName)
    return !isStore(directory) && isStore(inside) ? placeAt(inside) : placeAt(directory)
  }
  for (let above = cwd; ; above = dirname(above)) {
    const directory = join(above, storeName)
    if (isStore(directory)) return placeAt(directory)
    if (dirname(above) === above) return placeAt(join(cwd, storeName))
  }
}

function placeAt(directory: string): StorePlace {
  return { directory, exists: isStore(directory) }
}

function isStore(directory: string): boolean {
  return existsSync(databaseFile(directory))
}
