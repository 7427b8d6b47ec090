import { MlregError } from '../../errors.ts'
import { nearest } from '../../nearest.ts'
import { asModelUri, resolveVersionPath } from '../../registry/resolve-version.ts'
import { filesOfVersion } from '../../registry/version-files.ts'
import { type Artifact, artifactsOf } from '../../store/artifact-rows.ts'
import type { Run } from '../../store/runs.ts'
import type { Store } from '../../store/store.ts'
import { resolveRun } from './resolve-run.ts'

/** Stored files that one URI names. */
export interface NamedArtifacts {
  readonly artifacts: readonly Artifact[]
  /** What comes before the part of their paths that is kept: the file itself, or the directory they are below. */
  readonly prefix: string
  /** What the whole is called where it is put into a directory. */
  readonly ownName: string
}

/**
 * What `runs:/RUN`, `runs:/RUN/path` or `models:/…` names. Nothing in a URI is decoded: names are taken as they are, in
 * either form that Unicode has for a letter.
 */
export function resolveArtifacts(store: Store, uri: string): NamedArtifacts {
  const [, scheme, rest = ''] = /^(runs|models):\/+(.*)$/s.exec(uri) ?? []
  if (scheme === 'runs' && rest !== '') return ofRun(store, rest)
  if (scheme === 'models' && rest !== '') return ofVersion(store, rest)
  const meant = asModelUri(store, uri)
  throw new MlregError('usage', `"${uri}" names no stored file`, {
    hint:
      meant === undefined
        ? 'write runs:/RUN/path, models:/NAME/VERSION or models:/NAME@ALIAS'
        : `did you mean "${meant}"?`,
  })
}

function ofRun(store: Store, rest: string): NamedArtifacts {
  const [reference = '', ...parts] = rest.split('/')
  const run = resolveRun(store, reference)
  const path = parts.join('/').replace(/\/$/, '').normalize('NFC')
  const all = artifactsOf(store, run)
  if (path === '') return whole(run, all)
  return { artifacts: below(run, all, path), prefix: path, ownName: path.split('/').at(-1) ?? path }
}

/** The file of a run at a path, or all below it. */
export function artifactsBelow(store: Store, run: Run, path: string): Artifact[] {
  return below(run, artifactsOf(store, run), path)
}

function below(run: Run, all: readonly Artifact[], path: string): Artifact[] {
  const found = under(all, path)
  if (found.length === 0) throw unknownArtifact(run, path, all)
  return found
}

function under(all: readonly Artifact[], path: string): Artifact[] {
  return all.filter(artifact => artifact.path === path || artifact.path.startsWith(`${path}/`))
}

/** The whole of a version, or what is at a path below it. */
function ofVersion(store: Store, rest: string): NamedArtifacts {
  const { version, path: typed } = resolveVersionPath(store, rest)
  const path = typed.normalize('NFC')
  const all = filesOfVersion(store, version)
  if (path === '') return { artifacts: all, prefix: version.root, ownName: version.root }
  const isOnlyFile = all.length === 1 && path === version.root
  const prefix = isOnlyFile ? version.root : `${version.root}/${path}`
  const artifacts = under(all, prefix)
  if (artifacts.length > 0) return { artifacts, prefix, ownName: path.split('/').at(-1) ?? path }
  const names = all.map(one => one.path.slice(version.root.length + 1) || one.path)
  const near = nearest(path, names)
  throw new MlregError('not-found', `${version.name}/${version.version} has no file "${path}"`, {
    hint: near === undefined ? `it has ${names.slice(0, 5).join(', ')}` : `did you mean "${near}"?`,
  })
}

function whole(run: Run, artifacts: readonly Artifact[]): NamedArtifacts {
  if (artifacts.length > 0) return { artifacts, prefix: '', ownName: run.id }
  throw new MlregError('not-found', `run ${run.id} has no artifacts`)
}

function unknownArtifact(run: Run, path: string, all: readonly Artifact[]): MlregError {
  const near = nearest(
    path,
    all.map(artifact => artifact.path),
  )
  return new MlregError('not-found', `run ${run.id} has no artifact "${path}"`, {
    hint: near === undefined ? `list them: mlreg artifacts list ${run.id}` : `did you mean "${near}"?`,
  })
}
