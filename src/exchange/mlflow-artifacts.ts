import { existsSync, lstatSync, readdirSync, realpathSync } from 'node:fs'
import { basename, join, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { artifactName } from '../artifacts/artifact-name.ts'
import { isTextName } from '../artifacts/is-text-name.ts'
import { MlregError } from '../errors.ts'
import { nameClashes } from '../store/name-clash.ts'
import type { MlflowRun, MlflowSource } from './mlflow-source.ts'

/** A file to copy, and the name it gets in its run. */
export interface FoundFile {
  readonly name: string
  readonly path: string
}

/**
 * The files of a run, and of the models that it made, under the models' names. A store says where they lie, and anybody
 * may have written it: only what lies in the store's own directory or in a root that the user named is taken.
 */
export function findArtifacts(
  source: MlflowSource,
  run: MlflowRun,
  roots: readonly string[],
  onSkip: (why: string) => void,
): FoundFile[] {
  const places: [prefix: string, uri: string][] = run.artifactUri === null ? [] : [['', run.artifactUri]]
  const names = new Set<string>()
  for (const { id, name, location } of run.models) {
    places.push([names.has(name) ? `${name}.${id}/` : `${name}/`, location])
    names.add(name)
  }
  const files = places.flatMap(([prefix, uri]) => {
    const directory = locate(source, uri, roots, onSkip)
    return directory === undefined ? [] : withoutClashes(below(directory, prefix, onSkip), onSkip)
  })
  return withoutClashes([...new Map(files.map(file => [file.name, file])).values()], onSkip)
}

/** The file at a URI under its own name, or all files below it under `root`; none where nothing may be read. */
export function filesAt(
  source: MlflowSource,
  uri: string,
  roots: readonly string[],
  root: string,
  onSkip: (why: string) => void,
): FoundFile[] {
  const place = locate(source, uri, roots, onSkip)
  // An address that leads to the store itself names no model.
  if (place === undefined || realpathSync(place) === realpathSync(source.directory)) return []
  if (lstatSync(place).isFile()) {
    const name = nameOf(basename(place))
    return name === undefined ? [] : [{ name, path: place }]
  }
  return withoutClashes(below(place, `${root}/`, onSkip), onSkip)
}

function withoutClashes(files: readonly FoundFile[], onSkip: (why: string) => void): FoundFile[] {
  const clashWith = nameClashes()
  return files.filter(({ name }) => {
    const isAlone = clashWith(name) === undefined
    if (!isAlone)
      onSkip('files that are others of their run where case and the ways to write a letter are one')
    return isAlone
  })
}

/** Where a URI's files are; undefined where there are none, which for MLflow is a run without artifacts. */
function locate(
  source: MlflowSource,
  uri: string,
  roots: readonly string[],
  onSkip: (why: string) => void,
): string | undefined {
  const [, scheme] = /^([a-z][a-z0-9+.-]+):/i.exec(uri) ?? []
  if (scheme !== undefined && scheme !== 'file' && scheme !== 'mlflow-artifacts') {
    onSkip(`artifacts at ${scheme}: addresses`)
    return undefined
  }
  const path = scheme === 'file' ? fileURLToPath(uri) : uri.replace(/^mlflow-artifacts:\/*/, '')
  const direct = resolve(source.directory, path)
  const allowed = [source.directory, ...roots].map(root => realpathSync(root))
  const isInside = (place: string) =>
    allowed.some(root => realpathSync(place) === root || realpathSync(place).startsWith(root + sep))
  // A folder that was moved: the end of the path is still right.
  const parts = path.split('/').filter(part => part !== '')
  const ends = parts.slice(0, -1).map((_, i) => parts.slice(i).join('/'))
  const moved = allowed.flatMap(root =>
    ['', 'mlruns', 'mlartifacts'].flatMap(inner => ends.map(end => join(root, inner, end))),
  )
  const found = [direct, ...moved].filter(place => existsSync(place))
  const inside = found.find(isInside)
  if (inside === undefined && found.length > 0) {
    onSkip('artifacts outside of the directory of the store (name theirs with --artifacts)')
  }
  return inside
}

function below(directory: string, prefix: string, onSkip: (why: string) => void): FoundFile[] {
  if (!lstatSync(directory).isDirectory()) return []
  const entries = readdirSync(directory, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  return entries.flatMap(entry => {
    const path = join(directory, entry.name)
    if (entry.isDirectory() && isTextName(path)) return below(path, `${prefix}${entry.name}/`, onSkip)
    if (!entry.isFile() && !entry.isDirectory()) {
      onSkip('links and other things that are no files')
      return []
    }
    const name = nameOf(prefix + entry.name)
    if (name !== undefined && isTextName(path)) return [{ name, path }]
    onSkip('files with names that mlreg does not keep')
    return []
  })
}

function nameOf(text: string): string | undefined {
  try {
    return artifactName(text)
  } catch (error) {
    if (error instanceof MlregError) return undefined
    throw error
  }
}
