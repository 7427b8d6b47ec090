import { aliasesOfVersion } from '../../registry/aliases.ts'
import { type Check, lastCheck } from '../../registry/checks.ts'
import { tagsOfVersion } from '../../registry/version-tags.ts'
import type { Version } from '../../registry/versions.ts'
import { type Run, runWithId } from '../../store/runs.ts'
import type { Store } from '../../store/store.ts'
import { metricJson } from '../tracking/metric-value.ts'
import { isoTime, type ListedRun, listedRuns } from '../tracking/run-document.ts'
import { checkJson } from './check-document.ts'

/** A version with what a list shows of it. */
export interface ListedVersion {
  readonly version: Version
  readonly aliases: readonly string[]
  readonly tags: ReadonlyMap<string, string>
  /** The comparison with its baseline that was recorded last. */
  readonly check: Check | undefined
  /** The run it comes from, unless the store does not have it. */
  readonly run: ListedRun | undefined
}

/** The versions with their runs, in a handful of queries and a few for each. */
export function listedVersions(store: Store, versions: readonly Version[]): ListedVersion[] {
  const ids = [...new Set(versions.flatMap(({ runId }) => runId ?? []))]
  const runs = ids.map(id => runWithId(store, id)).filter((run): run is Run => run !== undefined)
  const listed = new Map(listedRuns(store, runs).map(one => [one.run.id, one]))
  return versions.map(version => ({
    version,
    aliases: aliasesOfVersion(store, version),
    tags: tagsOfVersion(store, version),
    check: lastCheck(store, version),
    run: version.runId === null ? undefined : listed.get(version.runId),
  }))
}

/** One version of `mlreg models show --json`. */
export function versionJson({ version, aliases, tags, check, run }: ListedVersion): Record<string, unknown> {
  return {
    version: version.version,
    stage: version.stage,
    since: isoTime(version.stagedMs),
    aliases,
    run: version.runId,
    source: version.source,
    digest: version.digest,
    bytes: version.bytes,
    created: isoTime(version.createdMs),
    by: version.user,
    description: version.description,
    tags: Object.fromEntries(tags),
    metrics: Object.fromEntries(
      [...(run?.values.metrics ?? [])].map(([key, value]) => [key, metricJson(value)]),
    ),
    baseline: version.baseline && { profile: version.baseline, ...version.baselineData },
    drift: version.drift,
    lastCheck: check === undefined ? null : checkJson(check),
    card: version.card,
  }
}
