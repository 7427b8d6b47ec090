import { insertCheck, type NewCheck } from '../../src/registry/checks.ts'
import { ensureModel, takeVersionNumber } from '../../src/registry/models.ts'
import { setVersionTags } from '../../src/registry/version-tags.ts'
import { insertVersion, type NewVersion, type Version } from '../../src/registry/versions.ts'
import { putDataInput } from '../../src/store/data-inputs.ts'
import { logBatch } from '../../src/store/log-batch.ts'
import type { Store } from '../../src/store/store.ts'
import { newRun } from '../store/new-store.ts'

export const now = Date.parse('2026-05-01T12:00:00Z')

export interface Made {
  /** Undefined for a version of no run. */
  readonly metrics?: Readonly<Record<string, number>>
  readonly params?: Readonly<Record<string, string>>
  readonly runTags?: Readonly<Record<string, string>>
  readonly tags?: Readonly<Record<string, string>>
  readonly data?: readonly { readonly context: string; readonly digest: string; readonly cutoff?: string }[]
  readonly check?: Partial<Omit<NewCheck, 'summary'>> & { readonly summary?: Partial<NewCheck['summary']> }
  readonly version?: Partial<NewVersion>
}

const summary = {
  ...{ exit: 0, policy: 'calibrated', columns: 10, compared: 8, drifted: 2, share: 0.25, degraded: 1 },
  ...{ notCompared: 2, data: { name: 'week.csv', digest: null, rows: 9 }, baseline: 'b'.repeat(64), top: [] },
}

/** A further version of the model churn, as `made` says. */
export function newVersion(store: Store, made: Made): Version {
  const run = made.metrics === undefined ? undefined : newRun(store)
  return store.write(() => {
    const model = ensureModel(store, 'churn', now)
    if (run !== undefined) {
      const metrics = Object.entries(made.metrics ?? {}).map(([key, value]) => ({
        key,
        value,
        step: 0,
        timeMs: 1,
      }))
      const [params, tags] = [Object.entries(made.params ?? {}), Object.entries(made.runTags ?? {})]
      logBatch(store, run, { metrics, params, tags })
      for (const { context, digest, cutoff = null } of made.data ?? []) {
        const unknown = { bytes: null, rows: null, columns: null, schema: null, columnDigests: null }
        const input = {
          name: `${digest}.csv`,
          context,
          digest,
          cutoff,
          source: null,
          profile: null,
          ...unknown,
        }
        putDataInput(store, run, input, now)
      }
    }
    const version = insertVersion(store, model, {
      ...{
        version: takeVersionNumber(store, model, now),
        stage: 'None',
        stagedMs: now,
        runId: run?.id ?? null,
      },
      ...{ source: 'x', root: 'x', digest: 'd'.repeat(64), bytes: 1_000, description: '', mlmodel: null },
      ...{ baseline: null, baselineData: null, drift: null, card: null, createdMs: now, user: 'ann' },
      ...made.version,
    })
    setVersionTags(store, version, Object.entries(made.tags ?? {}))
    if (made.check !== undefined) {
      const check = { timeMs: now, actor: 'ann', runId: null, verdict: 'ok', report: null, ...made.check }
      insertCheck(store, version, { ...check, summary: { ...summary, ...made.check.summary } })
    }
    return version
  })
}
