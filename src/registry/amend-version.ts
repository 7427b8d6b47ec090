import { isDeepStrictEqual } from 'node:util'
import { puttingFiles } from '../artifacts/putting-files.ts'
import { MlregError } from '../errors.ts'
import type { Pair } from '../store/params.ts'
import type { Store } from '../store/store.ts'
import { annotate, annotateTags } from './annotate.ts'
import type { DriftTerms } from './drift-terms.ts'
import { recordModelEvent } from './model-events.ts'
import { type BaselineData, updateVersion, type Version, versionWithRow } from './versions.ts'

/** A drift profile, and what it describes. */
export interface Baseline {
  readonly profile: Uint8Array
  readonly data: BaselineData
}

/** What may be said of a version at any time. */
export interface Amendment {
  readonly description?: string
  readonly tags: readonly Pair[]
  readonly baseline?: Baseline
  /** Each term that is given takes the place of the version's own. */
  readonly drift?: DriftTerms
  readonly actor: string
  readonly nowMs: number
}

export type BaselineParts = Pick<Version, 'baseline' | 'baselineData'>

/** Says more of a version that is there: its files stay what they are. Throws `not-found` where it was deleted meanwhile. */
export async function amendVersion(
  store: Store,
  { row, name, version: number, root }: Version,
  amendment: Amendment,
): Promise<Version> {
  const { baseline, nowMs } = amendment
  const files = baseline === undefined ? [] : [{ name: profileName(root), from: baseline.profile }]
  return await puttingFiles(store, files, { nowMs }, ([profile]) => {
    const version = versionWithRow(store, row)
    if (version === undefined) throw new MlregError('not-found', `${name}/${number} was deleted`)
    const parts =
      baseline === undefined || profile === undefined
        ? version
        : { baseline: profile.digest, baselineData: baseline.data }
    return amendInside(store, version, amendment, parts)
  })
}

/** The same inside a transaction, with a baseline that is among the blobs: null leaves the version's own. */
export function amendInside(
  store: Store,
  version: Version,
  { description, tags, drift, actor, nowMs, baseline: given }: Amendment,
  parts: BaselineParts,
): Version {
  const who = { actor, nowMs }
  annotateTags(store, who, { version }, { set: tags })
  if (description !== undefined) annotate(store, who, { version }, description)
  const isWanted = given !== undefined || version.baseline === null
  const { baseline, baselineData } = isWanted ? parts : version
  const terms = drift === undefined ? version.drift : { ...version.drift, ...drift }
  const change = {
    ...(baseline === version.baseline ? {} : { baseline, baselineData }),
    ...(isDeepStrictEqual(terms ?? {}, version.drift ?? {}) ? {} : { drift: terms }),
  }
  if (Object.keys(change).length > 0) {
    updateVersion(store, version, change)
    const details = {
      version: version.version,
      from: version.baseline,
      to: baseline,
      data: baselineData,
      ...('drift' in change ? { drift: terms } : {}),
    }
    recordModelEvent(store, who, version.name, 'baseline', details)
  }
  return versionWithRow(store, version.row) as Version
}

/** A name for a profile beside files of which each path begins with `root`: one that none of them can have. */
export function profileName(root: string): string {
  return /^b/i.test(root) ? 'profile' : 'baseline'
}
