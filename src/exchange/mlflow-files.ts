import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { stringify } from 'yaml'
import { MlregError } from '../errors.ts'
import { checkKey } from '../store/key.ts'
import type { Pair } from '../store/params.ts'

/** A file a pair, in a directory of their own. */
export function writePairs(directory: string, kind: 'param' | 'tag', pairs: readonly Pair[]): void {
  mkdirSync(directory, { recursive: true })
  for (const [key, value] of pairs) writeKey(directory, kind, key, value, 'wx')
}

/** A key is a path below its directory: checked again, since anybody may have written the row. */
export function writeKey(
  directory: string,
  kind: 'param' | 'tag' | 'metric',
  key: string,
  text: string,
  flag: 'wx' | 'a',
): void {
  checkKey(kind, key)
  const file = join(directory, key)
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text, { flag })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'EEXIST' && code !== 'ENOTDIR' && code !== 'EISDIR' && code !== 'ENAMETOOLONG') throw error
    throw new MlregError('conflict', `the ${kind} "${key}" cannot be a file in an MLflow folder`, {
      hint: 'it is longer than a file name, or there is one that begins so and goes on after a slash',
      cause: error,
    })
  }
}

/** Makes a directory with a `meta.yaml`. */
export function writeYaml(directory: string, meta: Readonly<Record<string, unknown>>): void {
  mkdirSync(directory, { recursive: true })
  // YAML 1.1 is what MLflow's reader knows: "yes" and "1:30" have to be in quotes.
  writeFileSync(join(directory, 'meta.yaml'), stringify(meta, { version: '1.1', lineWidth: 0 }))
}
