import { type ArtifactSource, puttingFiles } from '../artifacts/putting-files.ts'
import type { Artifact } from '../store/artifact-rows.ts'
import { dataInputsOf } from '../store/data-inputs.ts'
import { recordEvent } from '../store/events.ts'
import type { Pair } from '../store/params.ts'
import type { Run } from '../store/runs.ts'
import type { Store } from '../store/store.ts'
import { checkModelName } from './model-name.ts'
import { ensureModel, type Model, takeVersionNumber } from './models.ts'
import { readMlmodel } from './read-mlmodel.ts'
import { digestOfFiles, putVersionFiles } from './version-files.ts'
import { setVersionTags } from './version-tags.ts'
import { type BaselineData, insertVersion, updateVersion, type Version, versionsOf } from './versions.ts'

/** The files of a version that is to be: those of a run, which the store has, or files of this machine. */
export interface ModelSource {
  readonly run?: Run
  /** Paths that begin with the root. */
  readonly stored?: readonly Artifact[]
  readonly files?: readonly ArtifactSource[]
  readonly root: string
  /** Where they are: `runs:/RUN/path`, or a path of this machine. */
  readonly source: string
  readonly follow?: boolean
}

/** A drift profile, and what it describes. */
export interface Baseline {
  readonly profile: Uint8Array
  readonly data: BaselineData
}

export interface Registration {
  readonly name: string
  /** The stage of a new version. */
  readonly stage: string
  readonly description?: string
  readonly tags: readonly Pair[]
  /** Left out, the profile of the run's training data. */
  readonly baseline?: Baseline
  /** Make a new version even though one of the same run, source and bytes is there. */
  readonly again: boolean
  readonly actor: string
  readonly nowMs: number
}

export interface Registered {
  readonly version: Version
  /** False when the very same was registered before: nothing was made. */
  readonly isNew: boolean
}

/**
 * Makes a version of a model, with its own hold on the bytes; the model too, where there is none. The same run, source
 * and bytes again are the same version, so that a job may be repeated.
 */
export async function registerVersion(
  store: Store,
  source: ModelSource,
  registration: Registration,
): Promise<Registered> {
  checkModelName(registration.name)
  const { files = [], stored = [], follow = false } = source
  const { baseline, nowMs } = registration
  const profile = baseline === undefined ? [] : [{ name: 'baseline', from: baseline.profile }]
  return await puttingFiles(store, [...files, ...profile], { nowMs, follow }, placed => {
    const all = [...stored, ...placed.slice(0, files.length)]
    const model = ensureModel(store, registration.name, nowMs)
    const parts = {
      digest: digestOfFiles(all, source.root),
      ...baselineOf(store, source.run, registration, placed[files.length]?.digest),
    }
    const existing = registration.again ? undefined : same(store, model, source, parts.digest)
    if (existing !== undefined) return { version: again(store, existing, registration, parts), isNew: false }
    const version = insertVersion(store, model, {
      ...parts,
      version: takeVersionNumber(store, model, nowMs),
      stage: registration.stage,
      stagedMs: nowMs,
      runId: source.run?.id ?? null,
      source: source.source,
      root: source.root,
      bytes: all.reduce((total, { bytes }) => total + bytes, 0),
      description: registration.description ?? '',
      mlmodel: readMlmodel(store.directory, all, source.root),
      drift: null,
      card: null,
      createdMs: nowMs,
      user: registration.actor,
    })
    putVersionFiles(store, version, all)
    setVersionTags(store, version, registration.tags)
    tellRegistered(store, version, all.length, registration)
    return { version, isNew: true }
  })
}

type BaselineParts = Pick<Version, 'baseline' | 'baselineData'>

/** What was given, else the profile that the run logged with its training data. */
function baselineOf(
  store: Store,
  run: Run | undefined,
  { baseline }: Registration,
  digest: string | undefined,
): BaselineParts {
  if (baseline !== undefined && digest !== undefined) return { baseline: digest, baselineData: baseline.data }
  const inputs = (run && dataInputsOf(store, [run]).get(run.row)) ?? []
  const profiled = inputs.filter(({ profile }) => profile !== null)
  const training = profiled.find(({ context }) => /^train/i.test(context))
  const input = training ?? (profiled.length === 1 ? profiled[0] : undefined)
  if (input === undefined) return { baseline: null, baselineData: null }
  const { name, rows } = input
  return { baseline: input.profile, baselineData: { name, digest: input.digest, rows } }
}

function same(store: Store, model: Model, source: ModelSource, digest: string): Version | undefined {
  return versionsOf(store, model).find(
    version =>
      version.digest === digest &&
      version.runId === (source.run?.id ?? null) &&
      version.source === source.source,
  )
}

/** What is said anew of a version that is there. */
function again(
  store: Store,
  version: Version,
  { description, tags, baseline, actor, nowMs }: Registration,
  parts: BaselineParts,
): Version {
  setVersionTags(store, version, tags)
  if (description !== undefined) updateVersion(store, version, { description })
  if (baseline === undefined || parts.baseline === version.baseline) return version
  updateVersion(store, version, parts)
  const details = {
    version: version.version,
    from: version.baseline,
    to: parts.baseline,
    data: baseline.data,
  }
  recordEvent(store, {
    ...{ timeMs: nowMs, actor, action: 'model.baseline', kind: 'model', subject: version.name },
    details,
  })
  return { ...version, ...parts }
}

function tellRegistered(
  store: Store,
  version: Version,
  files: number,
  { actor, nowMs, description }: Registration,
): void {
  recordEvent(store, {
    timeMs: nowMs,
    actor,
    action: 'model.register',
    kind: 'model',
    subject: version.name,
    details: {
      version: version.version,
      to: version.stage,
      reason: description ?? null,
      run: version.runId,
      source: version.source,
      digest: version.digest,
      bytes: version.bytes,
      files,
      baseline: version.baseline,
    },
  })
}
