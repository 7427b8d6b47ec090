import { type FoundFile, filesAt } from './mlflow-artifacts.ts'
import type { MlflowSource, MlflowVersion } from './mlflow-source.ts'

/** Where the files of versions may be. */
export interface VersionPlaces {
  readonly source: MlflowSource
  readonly roots: readonly string[]
  /** A run's files, under the names that they have in it. */
  filesOfRun(id: string): readonly FoundFile[]
}

/** A version's files; each name is the root, or begins with it and a slash. */
export interface FoundVersion {
  readonly root: string
  readonly files: readonly FoundFile[]
}

// A version may be a copy of a version, which may be one.
const deepest = 8

/**
 * The files of a version, which MLflow names by a run (`runs:/ID/path`), a logged model (`models:/m-…`), another
 * version (`models:/NAME/3`), an address or a path. Undefined where there is none that may be read.
 */
export function findVersionFiles(
  places: VersionPlaces,
  { source, storageLocation }: Pick<MlflowVersion, 'source' | 'storageLocation'>,
  onSkip: (why: string) => void,
): FoundVersion | undefined {
  for (const uri of new Set([source, storageLocation])) {
    const found = uri === null ? undefined : at(places, uri, onSkip, deepest)
    if (found !== undefined && found.files.length > 0) return found
  }
  return undefined
}

function at(
  places: VersionPlaces,
  uri: string,
  onSkip: (why: string) => void,
  depth: number,
): FoundVersion | undefined {
  const { source, roots } = places
  const [, id] = /^models:\/+(m-[^/]+)\/?$/.exec(uri) ?? []
  if (id !== undefined) {
    const model = source.loggedModel(id)
    return model && filesIn(places, model.location, model.name, onSkip)
  }
  const [, name, number] = /^models:\/+([^/]+)\/(\d+)\/?$/.exec(uri) ?? []
  if (name !== undefined) {
    const model = [...source.registeredModels()].find(one => one.name === name)
    const version = model?.versions.find(one => one.version === Number(number))
    const uris = [version?.source, version?.storageLocation].filter(one => typeof one === 'string')
    if (depth === 0) return undefined
    return uris.map(one => at(places, one, onSkip, depth - 1)).find(found => found && found.files.length > 0)
  }
  const [, run, path = ''] = /^runs:\/+([^/]+)\/?(.*?)\/*$/s.exec(uri) ?? []
  if (run !== undefined) return inRun(places.filesOfRun(run), path)
  const ownName = uri.replace(/\/+$/, '').split('/').at(-1) ?? ''
  return filesIn({ source, roots }, uri, ownName === 'artifacts' ? 'model' : ownName, onSkip)
}

function filesIn(
  { source, roots }: Pick<VersionPlaces, 'source' | 'roots'>,
  uri: string,
  root: string,
  onSkip: (why: string) => void,
): FoundVersion {
  const files = filesAt(source, uri, roots, root, onSkip)
  return { root: files[0]?.name.split('/')[0] ?? root, files }
}

function inRun(files: readonly FoundFile[], path: string): FoundVersion {
  if (path === '')
    return { root: 'model', files: files.map(file => ({ ...file, name: `model/${file.name}` })) }
  const root = path.split('/').at(-1) as string
  const above = path.length - root.length
  const own = files.filter(({ name }) => name === path || name.startsWith(`${path}/`))
  return { root, files: own.map(file => ({ ...file, name: file.name.slice(above) })) }
}
