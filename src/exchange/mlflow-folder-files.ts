import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { MlregError } from '../errors.ts'
import type { Pair } from '../store/params.ts'

export type Meta = Readonly<Record<string, unknown>>

const longestText = 64 * 2 ** 20

/** What the files of a directory say, by their names below it. */
export function pairs(directory: string): Pair[] {
  return filesBelow(directory).map(({ name, path }) => [name, textOf(path)])
}

/** Regular files with their names below the directory; keys with slashes are directories. */
export function filesBelow(
  directory: string,
  prefix = '',
): { readonly name: string; readonly path: string }[] {
  return list(directory).flatMap(entry => {
    const path = join(directory, entry.name)
    if (entry.isDirectory()) return filesBelow(path, `${prefix}${entry.name}/`)
    return entry.isFile() ? [{ name: prefix + entry.name, path }] : []
  })
}

/** The directories in a directory, none where there is none. Links are none. */
export function directories(directory: string): string[] {
  return list(directory)
    .filter(entry => entry.isDirectory())
    .map(({ name }) => join(directory, name))
}

function list(directory: string) {
  if (!lstatSync(directory, { throwIfNoEntry: false })?.isDirectory()) return []
  return readdirSync(directory, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
}

export function isFile(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() === true
}

export function textOf(path: string): string {
  if (lstatSync(path).size > longestText) throw new MlregError('bad-input', `${path} is too long`)
  return readFileSync(path, 'utf8')
}

/** What the `meta.yaml` of a directory says; throws `bad-input` where there is none that can be read. */
export function metaOf(place: string): Meta {
  const path = join(place, 'meta.yaml')
  try {
    const meta: unknown = parse(textOf(path), { maxAliasCount: 0 })
    if (typeof meta === 'object' && meta !== null) return meta as Meta
    throw new Error('it holds no mapping')
  } catch (error) {
    throw new MlregError('bad-input', `cannot read ${path}: ${(error as Error).message}`, { cause: error })
  }
}
