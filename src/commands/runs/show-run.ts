import { counted, formatCount, formatNumber } from '../../report/numbers.ts'
import type { Block, Report } from '../../report/report.ts'
import { fieldsSection, tableSection } from '../../report/section.ts'
import { artifactsOf } from '../../store/artifact-rows.ts'
import { eventsOf } from '../../store/events.ts'
import { type MetricSummary, metricSummaries } from '../../store/metrics.ts'
import type { Run } from '../../store/runs.ts'
import type { Store } from '../../store/store.ts'
import { noteTag } from '../../store/tags.ts'
import type { Context, Outcome } from '../command.ts'
import { resolveRun } from '../tracking/resolve-run.ts'
import { fullRunJson, type ListedRun, listedRuns } from '../tracking/run-document.ts'
import { durationText, timeText } from '../tracking/run-texts.ts'
import type { ReadOptions } from '../tracking/store-options.ts'
import { readingStore } from '../tracking/with-store.ts'
import { amendments, surroundings } from './run-surroundings.ts'

export async function showRun(context: Context<ReadOptions, readonly [run: string]>): Promise<Outcome> {
  const report = await readingStore(context, store => view(store, resolveRun(store, context.operands[0])))
  return { report, fine: true }
}

function view(store: Store, run: Run): Report {
  const [listed] = listedRuns(store, [run]) as [ListedRun]
  const metrics = metricSummaries(store, run)
  return {
    data: { schema: 'mlreg.run/1', run: fullRunJson(store, run) },
    document: [
      { type: 'heading', text: run.name, tone: 'strong' },
      ...noteLines(listed.values.tags.get(noteTag)),
      { type: 'fields', rows: headFields(run) },
      ...fieldsSection('params', [...listed.values.params]),
      ...metricTable(metrics),
      ...fieldsSection(
        'tags',
        [...listed.values.tags].filter(([key]) => key !== noteTag),
      ),
      ...dataTable(listed),
      ...artifactTable(store, run),
      ...surroundings(run),
      ...amendments(eventsOf(store, 'run', run.id)),
    ],
    records: {
      columns: ['kind', 'key', 'value'],
      rows: [
        ...[...listed.values.params].map(([key, value]) => ['param', key, value]),
        ...[...metrics].map(([key, { last }]) => [
          'metric',
          key,
          Number.isFinite(last) ? last : String(last),
        ]),
        ...[...listed.values.tags].map(([key, value]) => ['tag', key, value]),
      ],
    },
    checks: [],
    verdict: 'ok',
  }
}

function noteLines(note: string | undefined): Block[] {
  return note === undefined ? [] : note.split('\n').map(text => ({ type: 'note', text }))
}

function headFields(run: Run): [string, string][] {
  const { git } = run
  const fields: [string, string | undefined][] = [
    ['id', run.id],
    ['experiment', run.experiment],
    ['status', run.lifecycle === 'deleted' ? `${run.status}, deleted` : run.status],
    ['started', timeText(run.startMs)],
    ['ended', run.endMs === null ? undefined : `${timeText(run.endMs)} (${durationText(run)})`],
    ['user', run.user],
    ['parent', run.parent ?? undefined],
    ['command', run.command?.join(' ')],
    ['exit', run.exitSignal ?? (run.exitCode === null ? undefined : String(run.exitCode))],
    [
      'git',
      git?.commit ? [git.commit, git.branch, git.dirty ? 'dirty' : ''].filter(Boolean).join(' ') : undefined,
    ],
  ]
  return fields.flatMap(([label, value]) => (value === undefined ? [] : [[label, value] as [string, string]]))
}

function metricTable(metrics: ReadonlyMap<string, MetricSummary>): Block[] {
  return tableSection(
    'metrics',
    [
      { title: 'metric', align: 'left', narrow: 'shrink' },
      { title: 'last', align: 'right', narrow: 'keep' },
      { title: 'min', align: 'right', narrow: 'drop' },
      { title: 'max', align: 'right', narrow: 'drop' },
      { title: 'points', align: 'right', narrow: 'drop' },
    ],
    [...metrics].map(([key, { last, min, max, points }]) => [
      { text: key },
      { text: Number.isNaN(last) ? 'NaN' : formatNumber(last) },
      { text: formatNumber(min) },
      { text: formatNumber(max) },
      { text: formatCount(points) },
    ]),
  )
}

function dataTable({ data }: ListedRun): Block[] {
  return tableSection(
    'data',
    [
      { title: 'data', align: 'left', narrow: 'shrink' },
      { title: 'context', align: 'left', narrow: 'keep' },
      { title: 'rows', align: 'right', narrow: 'keep' },
      { title: 'columns', align: 'right', narrow: 'drop' },
      { title: 'cutoff', align: 'left', narrow: 'drop' },
      { title: 'digest', align: 'left', narrow: 'shrink' },
    ],
    data.map(({ name, context, rows, columns, cutoff, digest }) => [
      { text: name },
      { text: context },
      { text: formatCount(rows) },
      { text: formatCount(columns) },
      { text: cutoff ?? '–' },
      { text: digest },
    ]),
  )
}

function artifactTable(store: Store, run: Run): Block[] {
  const artifacts = artifactsOf(store, run)
  const bytes = artifacts.reduce((total, artifact) => total + artifact.bytes, 0)
  const shown = artifacts
    .slice(0, 10)
    .map(({ path, bytes: size }): [string, string] => [path, counted(size, 'byte')])
  return [
    ...fieldsSection(`artifacts: ${counted(artifacts.length, 'file')}, ${counted(bytes, 'byte')}`, shown),
    ...(artifacts.length > shown.length
      ? [
          {
            type: 'note' as const,
            text: `showing ${shown.length} of ${formatCount(artifacts.length)} (mlreg artifacts list ${run.id.slice(0, 8)})`,
          },
        ]
      : []),
  ]
}
