import { MlregError } from '../../errors.ts'
import type { Block, Cell, Report } from '../../report/report.ts'
import type { Context, Outcome } from '../command.ts'
import { metricJson } from '../tracking/metric-value.ts'
import { resolveRun } from '../tracking/resolve-run.ts'
import { isoTime, type ListedRun, listedRuns } from '../tracking/run-document.ts'
import { durationText, metricText, statusTone, timeText } from '../tracking/run-texts.ts'
import type { ReadOptions } from '../tracking/store-options.ts'
import { readingStore } from '../tracking/with-store.ts'
import { bestOf } from './metric-direction.ts'
import { keysOf, type ValueKind } from './run-columns.ts'

interface CompareOptions extends ReadOptions {
  readonly all?: boolean
}

type CompareContext = Context<CompareOptions, readonly [runs: readonly string[]]>

/** A value for each of the runs, in their order; null where a run has none. */
interface Row<Value> {
  readonly key: string
  readonly values: readonly (Value | null)[]
}

/** Several runs side by side: a row for each param, metric, tag and data input that is not the same in all. */
export async function compareRuns(context: CompareContext): Promise<Outcome> {
  const { options, operands } = context
  const [references] = operands
  if (references.length < 2) throw new MlregError('usage', 'a run to compare it with is missing')
  const report = await readingStore(context, store => {
    const runs = references.map(reference => resolveRun(store, reference))
    const twice = runs.find((run, i) => runs.findIndex(({ id }) => id === run.id) < i)
    if (twice !== undefined) throw new MlregError('usage', `run ${twice.id} is named twice`)
    return view(listedRuns(store, runs), options.all === true)
  })
  return { report, fine: true }
}

function view(listed: readonly ListedRun[], all: boolean): Report {
  const shown = <Value>(rows: readonly Row<Value>[]) => rows.filter(row => all || differs(row))
  const [params, tags] = [shown(textRows('params', listed)), shown(textRows('tags', listed))]
  const metrics = shown(metricRows(listed))
  const data = shown(dataRows(listed))
  return {
    data: {
      schema: 'mlreg.compare/1',
      runs: listed.map(({ run }) => ({
        id: run.id,
        name: run.name,
        experiment: run.experiment,
        status: run.status,
        start: isoTime(run.startMs),
        durationMs: run.endMs === null ? null : run.endMs - run.startMs,
      })),
      metrics: metrics.map(({ key, values }) => ({
        key,
        values: values.map(value => metricJson(value)),
        best: bestPlaces(key, values),
      })),
      params,
      data,
      tags,
    },
    document: document(listed, { metrics, params, tags, data }),
    records: {
      columns: ['kind', 'key', ...listed.map(({ run }) => run.id)],
      rows: [
        ...metrics.map(({ key, values }) => ['metric', key, ...values.map(value => metricJson(value))]),
        ...params.map(({ key, values }) => ['param', key, ...values]),
        ...data.map(({ key, values }) => ['data', key, ...values]),
        ...tags.map(({ key, values }) => ['tag', key, ...values]),
      ],
    },
    checks: [],
    verdict: 'ok',
  }
}

function differs<Value>({ values }: Row<Value>): boolean {
  return values.some(value => !Object.is(value, values[0]))
}

function textRows(kind: Exclude<ValueKind, 'metrics'>, listed: readonly ListedRun[]): Row<string>[] {
  return keysOf(kind, listed).map(key => ({
    key,
    values: listed.map(({ values }) => values[kind].get(key) ?? null),
  }))
}

function metricRows(listed: readonly ListedRun[]): Row<number>[] {
  return keysOf('metrics', listed).map(key => ({
    key,
    values: listed.map(({ values }) => values.metrics.get(key) ?? null),
  }))
}

/** The digests of the data that each run read for one purpose. */
function dataRows(listed: readonly ListedRun[]): Row<string>[] {
  const contexts = [...new Set(listed.flatMap(({ data }) => data.map(({ context }) => context)))].sort()
  return contexts.map(key => ({
    key,
    values: listed.map(({ data }) => {
      const digests = data
        .filter(({ context }) => context === key)
        .map(({ name, digest }) => `${name}@${digest}`)
      return digests.length === 0 ? null : digests.join(' ')
    }),
  }))
}

/** Which of the runs are best, counted from 0; none where the metric's name does not say what best is. */
function bestPlaces(key: string, values: readonly (number | null)[]): number[] {
  const best = bestOf(
    key,
    values.map(value => value ?? undefined),
  )
  return values.flatMap((value, i) => (best !== undefined && value === best ? [i] : []))
}

interface Rows {
  readonly metrics: readonly Row<number>[]
  readonly params: readonly Row<string>[]
  readonly data: readonly Row<string>[]
  readonly tags: readonly Row<string>[]
}

function document(listed: readonly ListedRun[], { metrics, params, tags, data }: Rows): Block[] {
  const head: Cell[][] = [
    [{ text: 'name' }, ...listed.map(({ run }) => ({ text: run.name }))],
    [{ text: 'status' }, ...listed.map(({ run }) => ({ text: run.status, tone: statusTone(run.status) }))],
    [{ text: 'started (UTC)' }, ...listed.map(({ run }) => ({ text: timeText(run.startMs) }))],
    [{ text: 'took' }, ...listed.map(({ run }) => ({ text: durationText(run) }))],
  ]
  const texts = (rows: readonly Row<string>[]) =>
    rows.map(({ key, values }) => [{ text: key }, ...values.map(value => ({ text: value ?? '–' }))])
  const sections: [string, Cell[][]][] = [
    ['run', head],
    ['metric', metrics.map(metricCells)],
    ['param', texts(params)],
    ['data', texts(data.map(({ key, values }) => ({ key, values: values.map(shortDigests) })))],
    ['tag', texts(tags)],
  ]
  const filled = sections.filter(([, rows]) => rows.length > 0)
  const hasBest = metrics.some(({ key, values }) => bestPlaces(key, values).length > 0)
  return [
    ...filled.map(([title, rows]): Block => table(title, listed, rows)),
    ...(filled.length === 1 ? [{ type: 'note' as const, text: 'nothing else differs' }] : []),
    ...(hasBest ? [{ type: 'note' as const, text: '* the best, by what the metric is called' }] : []),
  ]
}

function table(title: string, listed: readonly ListedRun[], rows: readonly Cell[][]): Block {
  return {
    type: 'table',
    columns: [
      { title, align: 'left', narrow: 'shrink' },
      ...listed.map(({ run }) => ({
        title: run.id.slice(0, 8),
        align: 'left' as const,
        narrow: 'shrink' as const,
      })),
    ],
    rows,
  }
}

function metricCells({ key, values }: Row<number>): Cell[] {
  const best = bestPlaces(key, values)
  return [
    { text: key },
    ...values.map((value, i) =>
      best.includes(i) ? { text: `${metricText(value)} *` } : { text: metricText(value) },
    ),
  ]
}

function shortDigests(text: string | null): string | null {
  return text?.replace(/@([0-9a-f]{12})[0-9a-f]{52}/g, '@$1') ?? null
}
