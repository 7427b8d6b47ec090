import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setAlias } from '../../src/registry/aliases.ts'
import { ensureModel, takeVersionNumber } from '../../src/registry/models.ts'
import { insertVersion } from '../../src/registry/versions.ts'
import { filterSql } from '../../src/search/filter-sql.ts'
import { orderSql } from '../../src/search/order-by.ts'
import { parseFilter } from '../../src/search/parse-filter.ts'
import { addFunctions } from '../../src/search/sql-functions.ts'
import { putDataInput } from '../../src/store/data-inputs.ts'
import { ensureExperiment } from '../../src/store/experiments.ts'
import { logBatch } from '../../src/store/log-batch.ts'
import { openStore } from '../../src/store/open-store.ts'
import { insertRun, type Run, type RunStatus, runWithId, selectedRuns } from '../../src/store/runs.ts'
import type { Store } from '../../src/store/store.ts'
import type { PlainRun, PlainVersion } from './evaluate.ts'

/** 2026-05-01 12:00 UTC: now, in these tests. */
export const now = Date.UTC(2026, 4, 1, 12)

export const clock = {
  nowMs: now,
  parseTime: (text: string) => {
    const time = Date.parse(text)
    return Number.isNaN(time) ? undefined : time
  },
}

/** A store that holds the runs, and nothing else. */
export async function storeWith(runs: readonly PlainRun[]): Promise<Store> {
  const directory = join(mkdtempSync(join(tmpdir(), 'mlreg-search-')), '.mlreg')
  const store = await openStore(directory, { lockTimeoutMs: 1_000, allowNetwork: false })
  store.write(() => {
    for (const run of runs) insert(store, run)
  })
  addFunctions(store)
  return store
}

function insert(
  store: Store,
  { id, metrics, params, tags, attributes, datasets, versions = [] }: PlainRun,
): void {
  const experiment = ensureExperiment(store, String(attributes.experiment ?? 'Default'), now)
  insertRun(store, {
    id,
    experimentId: experiment.id,
    name: String(attributes.run_name),
    status: attributes.status as RunStatus,
    startMs: Number(attributes.start_time),
    endMs: attributes.end_time === null ? undefined : Number(attributes.end_time),
    user: String(attributes.user_id),
  })
  const stored = runWithId(store, id) as Run
  logBatch(store, stored, {
    params: Object.entries(params),
    tags: Object.entries(tags),
    metrics: Object.entries(metrics).map(([key, value]) => ({ key, value, step: 0, timeMs: now })),
  })
  for (const data of datasets) {
    const [name, context] = [String(data.name), String(data.context)]
    const rows = data.rows as number | null
    const nothing = {
      bytes: null,
      columns: null,
      schema: null,
      columnDigests: null,
      source: null,
      profile: null,
    }
    putDataInput(
      store,
      stored,
      { ...nothing, name, context, rows, digest: String(data.digest), cutoff: null },
      now,
    )
  }
  for (const version of versions) register(store, id, version)
}

function register(store: Store, runId: string, { model: name, stage, aliases }: PlainVersion): void {
  const model = ensureModel(store, name, now)
  const nothing = {
    mlmodel: null,
    baseline: null,
    baselineData: null,
    drift: null,
    card: null,
    description: '',
  }
  const version = insertVersion(store, model, {
    ...{ ...nothing, runId, stage, stagedMs: now, createdMs: now, user: 'ann', bytes: 0 },
    ...{ version: takeVersionNumber(store, model, now), source: 'model', root: 'model', digest: runId },
  })
  for (const alias of aliases) setAlias(store, version, alias)
}

/** The ids that a filter chooses, in the order asked for. */
export function search(store: Store, filter: string, orderBy: readonly string[] = []): string[] {
  const condition = parseFilter(filter, clock)
  const where = condition === undefined ? { text: '1', values: [] } : filterSql(condition)
  const order = orderSql(orderBy)
  const chosen = { where: where.text, values: where.values, order: order.text, orderValues: order.values }
  return selectedRuns(store, chosen).runs.map(run => run.id)
}
