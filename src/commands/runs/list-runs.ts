import { formatCount } from '../../report/numbers.ts'
import type { Report } from '../../report/report.ts'
import { selectedRuns } from '../../store/runs.ts'
import type { Store } from '../../store/store.ts'
import type { Context, Outcome } from '../command.ts'
import { resolveExperiment } from '../tracking/resolve-experiment.ts'
import { isoTime, type ListedRun, listedRuns, runJson } from '../tracking/run-document.ts'
import { durationText, statusTone, timeText } from '../tracking/run-texts.ts'
import type { ReadOptions } from '../tracking/store-options.ts'
import { readingStore } from '../tracking/with-store.ts'

interface ListOptions extends ReadOptions {
  readonly experiment?: readonly string[]
  readonly limit: number
  readonly deleted?: boolean
}

export async function listRuns(context: Context<ListOptions>): Promise<Outcome> {
  const report = await readingStore(context, store => {
    const { runs, total } = chosen(store, context.options)
    return view(listedRuns(store, runs), total)
  })
  return { report, fine: true }
}

function chosen(store: Store, { experiment = [], limit, deleted = false }: ListOptions) {
  const ids = experiment.map(name => Number(resolveExperiment(store, name).id))
  const lifecycle = deleted ? 'deleted' : 'active'
  const ofExperiments = ids.length === 0 ? '' : ' AND runs.experiment IN (SELECT value FROM json_each(?))'
  return selectedRuns(store, {
    where: `runs.lifecycle = ?${ofExperiments}`,
    values: ids.length === 0 ? [lifecycle] : [lifecycle, JSON.stringify(ids)],
    order: 'runs.start_ms DESC, runs.id DESC',
    ...(limit === 0 ? {} : { limit }),
  })
}

function view(listed: readonly ListedRun[], total: number): Report {
  const shown = listed.length
  const count =
    shown < total ? `showing ${formatCount(shown)} of ${formatCount(total)} (--limit 0 for all)` : undefined
  return {
    data: { schema: 'mlreg.runs/1', shown, total, runs: listed.map(runJson) },
    document: [
      {
        type: 'table',
        columns: [
          { title: 'run', align: 'left', narrow: 'keep' },
          { title: 'name', align: 'left', narrow: 'shrink' },
          { title: 'experiment', align: 'left', narrow: 'shrink' },
          { title: 'status', align: 'left', narrow: 'keep' },
          { title: 'started', align: 'left', narrow: 'drop' },
          { title: 'took', align: 'right', narrow: 'drop' },
          { title: 'user', align: 'left', narrow: 'drop' },
        ],
        rows: listed.map(({ run }) => [
          { text: run.id.slice(0, 8) },
          { text: run.name },
          { text: run.experiment },
          { text: run.status, tone: statusTone(run.status) },
          { text: timeText(run.startMs) },
          { text: durationText(run) },
          { text: run.user },
        ]),
      },
      ...(count === undefined ? [] : [{ type: 'note' as const, text: count }]),
    ],
    records: records(listed),
    checks: [],
    verdict: 'ok',
  }
}

/** A column for every param, metric and tag that any of the runs has. */
function records(listed: readonly ListedRun[]): Report['records'] {
  const keys = (kind: 'params' | 'metrics' | 'tags') =>
    [...new Set(listed.flatMap(({ values }) => [...values[kind].keys()]))].sort()
  const [params, metrics, tags] = [keys('params'), keys('metrics'), keys('tags')]
  return {
    columns: [
      ...['id', 'name', 'experiment', 'status', 'start', 'end', 'user'],
      ...params.map(key => `params.${key}`),
      ...metrics.map(key => `metrics.${key}`),
      ...tags.map(key => `tags.${key}`),
    ],
    rows: listed.map(({ run, values }) => [
      ...[run.id, run.name, run.experiment, run.status, isoTime(run.startMs)],
      run.endMs === null ? null : isoTime(run.endMs),
      run.user,
      ...params.map(key => values.params.get(key) ?? null),
      ...metrics.map(key => csvNumber(values.metrics.get(key))),
      ...tags.map(key => values.tags.get(key) ?? null),
    ]),
  }
}

function csvNumber(value: number | undefined): number | string | null {
  if (value === undefined) return null
  return Number.isFinite(value) ? value : String(value)
}
