import { nearest } from '../../config/nearest.ts'
import { MlregError } from '../../errors.ts'
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

/** What `runs:/RUN`, `runs:/RUN/path` or `models:/…` names. Nothing in a URI is decoded: names are taken as they are. */
export function resolveArtifacts(store: Store, uri: string): NamedArtifacts {
  const [, scheme, rest = ''] = /^(runs|models):\/+(.*)$/s.exec(uri) ?? []
  if (scheme === 'runs' && rest !== '') return ofRun(store, rest)
  if (scheme === 'models') throw new MlregError('not-found', `there is no model "${rest}"`)
  throw new MlregError('usage', `"${uri}" names no stored file`, { hint: 'write runs:/RUN/path' })
}

function ofRun(store: Store, rest: string): NamedArtifacts {
  const [reference = '', ...parts] = rest.split('/')
  const run = resolveRun(store, reference)
  const path = parts.join('/').replace(/\/$/, '')
  const all = artifactsOf(store, run)
  if (path === '') return whole(run, all)
  const artifacts = all.filter(artifact => artifact.path === path || artifact.path.startsWith(`${path}/`))
  if (artifacts.length === 0) throw unknownArtifact(run, path, all)
  return { artifacts, prefix: path, ownName: path.split('/').at(-1) ?? path }
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
