import { readdirSync, type Stats, statSync } from 'node:fs'
import { basename, dirname, join, sep } from 'node:path'
import { MlregError } from '../errors.ts'
import { isNear, nearestFew } from '../nearest.ts'

export interface WindowFiles {
  readonly files: readonly string[]
  readonly bytes: number
  /** Folders below this one that are called `key=value` are columns; undefined for a single file. */
  readonly root?: string
  /** Not a regular file but a pipe such as `/dev/fd/63`: it can be read only once. */
  readonly pipe?: boolean
}

/** The files behind a path, a glob or a directory of Parquet, in a fixed order. */
export function windowFiles(source: string): WindowFiles {
  refuseReferences(source)
  const stats = statSync(source, { throwIfNoEntry: false })
  if (stats?.isFile()) return { files: [source], bytes: stats.size }
  if (stats?.isDirectory()) return parquetBelow(source)
  if (stats?.isFIFO()) return { files: [source], bytes: 0, pipe: true }
  if (stats !== undefined) throw new MlregError('bad-input', `${source} is not a file or a directory`)
  if (/[*?[]/.test(source)) return matching(source)
  throw notFound(source)
}

function refuseReferences(source: string): void {
  if (/^(models|runs):/.test(source)) {
    throw new MlregError(
      'unavailable',
      `${source} is in the store, and a file of this machine is asked for`,
      {
        hint: `write it to one first: mlreg get ${source}`,
      },
    )
  }
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(source)) {
    throw new MlregError('unavailable', `${source}: mlreg reads local files only`, {
      hint: 'download it first',
    })
  }
}

function notFound(source: string): MlregError {
  const wanted = basename(source)
  const names = entriesOf(dirname(source))
    .map(({ name }) => name)
    .filter(name => isNear(wanted, name) || name.startsWith(`${wanted}.`))
  const near = nearestFew(wanted, names, 3).map(name => join(dirname(source), name))
  return new MlregError('not-found', `${source} does not exist`, {
    ...(near.length === 0 ? {} : { hint: `did you mean ${near.join(' or ')}?` }),
  })
}

/** Spark and pandas put marker and checksum files beside the data, with names that start with _ or a dot. */
function parquetBelow(root: string): WindowFiles {
  const found: string[] = []
  walk(root, path => {
    if (/\.(parquet|pq|parq)$/i.test(path)) found.push(path)
  })
  if (found.length === 0) {
    throw new MlregError('bad-input', `no Parquet files in directory ${root}`, {
      hint: `for other formats use a glob, e.g. '${join(root, '*.csv')}'`,
    })
  }
  return { ...inOrder(found), root }
}

function walk(folder: string, visit: (path: string) => void): void {
  for (const entry of entriesOf(folder)) {
    if (/^[_.]/.test(entry.name)) continue
    const path = join(folder, entry.name)
    if (entry.isDirectory()) walk(path, visit)
    else if (entry.isFile() || statSync(path, { throwIfNoEntry: false })?.isFile()) visit(path)
  }
}

function inOrder(found: string[]): { files: string[]; bytes: number } {
  const files = found.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  return { files, bytes: files.reduce((sum, file) => sum + (statSync(file) as Stats).size, 0) }
}

/** `*`, `?` and `[abc]` within one name, `**` for any depth: what a shell would have done had it not been quoted. */
function matching(glob: string): WindowFiles {
  const names = glob.split(sep)
  const fixed = names.findIndex(name => /[*?[]/.test(name))
  const root = names.slice(0, fixed).join(sep)
  const found = new Set<string>()
  expand(root === '' && glob.startsWith(sep) ? sep : root, names.slice(fixed), found)
  if (found.size === 0) throw new MlregError('not-found', `no file matches ${glob}`)
  return { ...inOrder([...found]), root }
}

function expand(folder: string, [name, ...rest]: readonly string[], found: Set<string>): void {
  if (name === undefined) {
    if (statSync(folder, { throwIfNoEntry: false })?.isFile()) found.add(folder)
    return
  }
  if (name === '**') expand(folder, rest, found)
  const fits = nameMatcher(name)
  for (const entry of entriesOf(folder || '.')) {
    const hidden = entry.name.startsWith('.') && !name.startsWith('.')
    if (hidden || (name === '**' ? !entry.isDirectory() : !fits.test(entry.name))) continue
    expand(join(folder, entry.name), name === '**' ? [name, ...rest] : rest, found)
  }
}

function nameMatcher(name: string): RegExp {
  const pattern = name.replace(
    /\[([!^]?)([^\]]+)\]|[\s\S]/g,
    (one, negated: string | undefined, set: string) => {
      if (set !== undefined) return `[${negated ? '^' : ''}${set.replace(/[\\\]^]/g, '\\$&')}]`
      if (one === '*') return '.*'
      return one === '?' ? '.' : one.replace(/[\\^$+.()|[\]{}/-]/g, '\\$&')
    },
  )
  return new RegExp(`^${pattern}$`, 'su')
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder || '.', { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  } catch {
    return []
  }
}
