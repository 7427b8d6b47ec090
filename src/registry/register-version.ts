import { type ArtifactSource, puttingFiles } from '../artifacts/putting-files.ts'
import type { Artifact } from '../store/artifact-rows.ts'
import { dataInputsOf } from '../store/data-inputs.ts'
import type { Run } from '../store/runs.ts'
import type { Store } from '../store/store.ts'
import { type Amendment, amendInside, type BaselineParts, profileName } from './amend-version.ts'
import type { DriftTerms } from './drift-terms.ts'
import { recordModelEvent } from './model-events.ts'
import { checkModelName } from './model-name.ts'
import { ensureModel, type Model, takeVersionNumber } from './models.ts'
import { readMlmodel } from './read-mlmodel.ts'
import { digestOfFiles, putVersionFiles } from './version-files.ts'
import { setVersionTags } from './version-tags.ts'
import { insertVersion, type Version, versionsOf } from './versions.ts'

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

/** What is said of a version; its baseline, left out, is the profile of the run's training data. */
export interface Registration extends Amendment {
  readonly name: string
  /** The stage of a new version. */
  readonly stage: string
  /** Terms that are the version's where nobody gave others: what the run tells of itself. */
  readonly ownTerms?: DriftTerms
  /** Make a new version even though one of the same run, source and bytes is there. */
  readonly again: boolean
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
  const profile = baseline === undefined ? [] : [{ name: profileName(source.root), from: baseline.profile }]
  return await puttingFiles(store, [...files, ...profile], { nowMs, follow }, placed => {
    const all = [...stored, ...placed.slice(0, files.length)]
    const model = ensureModel(store, registration.name, nowMs)
    const parts = {
      digest: digestOfFiles(all, source.root),
      ...baselineOf(store, source.run, registration, placed[files.length]?.digest),
    }
    const existing = registration.again ? undefined : same(store, model, source, parts.digest)
    if (existing !== undefined) {
      const drift = { ...registration.ownTerms, ...existing.drift, ...registration.drift }
      return { version: amendInside(store, existing, { ...registration, drift }, parts), isNew: false }
    }
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
      drift: termsOf(registration),
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

function termsOf({ ownTerms, drift }: Registration): DriftTerms | null {
  const terms = { ...ownTerms, ...drift }
  return Object.keys(terms).length === 0 ? null : terms
}

function tellRegistered(
  store: Store,
  version: Version,
  files: number,
  { actor, nowMs, description, tags }: Registration,
): void {
  recordModelEvent(store, { actor, nowMs }, version.name, 'register', {
    version: version.version,
    to: version.stage,
    reason: description ?? null,
    run: version.runId,
    source: version.source,
    digest: version.digest,
    bytes: version.bytes,
    files,
    baseline: version.baseline,
    drift: version.drift,
    ...(tags.length > 0 && { tags: Object.fromEntries(tags) }),
  })
}
