import { formatCount, formatNumber } from '../../report/numbers.ts'
import type { Block, Cell, Report, Tone } from '../../report/report.ts'
import { tableSection } from '../../report/section.ts'
import type { DataInput } from '../../store/data-inputs.ts'
import { metricJson } from '../tracking/metric-value.ts'
import { isoTime, type ListedRun } from '../tracking/run-document.ts'
import { metricText, timeText } from '../tracking/run-texts.ts'
import { type DataPair, isSame, type MetricPair, type Pair, type RunDifferences } from './run-differences.ts'

export function diffReport(a: ListedRun, b: ListedRun, shown: RunDifferences, same: boolean): Report {
  return {
    data: {
      schema: 'mlreg.diff/1',
      a: a.run.id,
      b: b.run.id,
      same,
      runs: [a, b].map(({ run }) => ({
        id: run.id,
        name: run.name,
        experiment: run.experiment,
        status: run.status,
        start: isoTime(run.startMs),
      })),
      params: shown.params,
      metrics: shown.metrics.map(metricPairJson),
      tags: shown.tags,
      data: shown.data.map(dataPairJson),
      git: Object.fromEntries(
        shown.git.map(({ key, a: before, b: after }) => [key, { a: before, b: after }]),
      ),
      environment: shown.environment,
      artifacts: shown.files.map(({ key, a: before, b: after }) => ({ path: key, a: before, b: after })),
    },
    document: [
      { type: 'fields', rows: [headline('a', a), headline('b', b)] },
      ...(same ? [{ type: 'note' as const, text: 'no difference', tone: 'good' as const }] : []),
      ...metricBlocks(shown.metrics),
      ...pairBlocks('params', shown.params),
      ...dataBlocks(shown.data),
      ...pairBlocks('code', shown.git.map(shortened)),
      ...codeBlock(shown.git),
      ...pairBlocks('environment', shown.environment),
      ...pairBlocks('tags', shown.tags),
      ...pairBlocks('files', shown.files.map(shortened)),
    ],
    records: records(shown),
    checks: [],
    verdict: same ? 'same' : 'different',
  }
}

function headline(label: string, { run }: ListedRun): [string, string, string, string, string] {
  return [label, run.id.slice(0, 8), run.name, run.status, `${timeText(run.startMs)} UTC`]
}

function metricPairJson({ key, a, b, change, better }: MetricPair) {
  return { key, a: metricJson(a), b: metricJson(b), change, better }
}

function dataPairJson({ name, context, a, b, columns }: DataPair) {
  const side = (input: DataInput | null) =>
    input && {
      digest: input.digest,
      rows: input.rows,
      columns: input.columns,
      source: input.source,
      cutoff: input.cutoff,
    }
  return { name, context, a: side(a), b: side(b), columns }
}

function metricBlocks(metrics: readonly MetricPair[]): Block[] {
  return tableSection(
    'metrics',
    [
      { title: 'metric', align: 'left', narrow: 'shrink' },
      { title: 'a', align: 'right', narrow: 'keep' },
      { title: 'b', align: 'right', narrow: 'keep' },
      { title: 'change', align: 'right', narrow: 'keep' },
      { title: '', align: 'left', narrow: 'keep' },
    ],
    metrics.map(metricRow),
  )
}

function metricRow({ key, a, b, change, better }: MetricPair): Cell[] {
  const tone: Tone = better === null ? 'plain' : better ? 'good' : 'bad'
  return [
    { text: key },
    { text: metricText(a) },
    { text: metricText(b) },
    { text: changeText(change), tone },
    { text: better === null ? '' : better ? 'better' : 'worse', tone },
  ]
}

function changeText(change: number | null): string {
  if (change === null) return '–'
  if (change === 0) return '0'
  return change > 0 ? `↑ ${formatNumber(change)}` : `↓ ${formatNumber(-change)}`
}

function pairBlocks(title: string, list: readonly Pair<string>[]): Block[] {
  return tableSection(
    title,
    [
      { title: title.replace(/s$/, ''), align: 'left', narrow: 'shrink' },
      { title: 'a', align: 'left', narrow: 'shrink' },
      { title: 'b', align: 'left', narrow: 'shrink' },
    ],
    list.map(({ key, a, b }) => [{ text: key }, { text: a ?? '–' }, { text: b ?? '–' }]),
  )
}

/** A digest or a commit. */
function isDigest(text: string | null): text is string {
  return text !== null && /^[0-9a-f]{40,64}$/.test(text)
}

/** Digests and commits for people, who read the first digits. */
function shortened({ key, a, b }: Pair<string>): Pair<string> {
  const short = (text: string | null) => (isDigest(text) ? text.slice(0, 12) : text)
  return { key, a: short(a), b: short(b) }
}

/** How to see the code's difference, where both commits are known. */
function codeBlock(git: readonly Pair<string>[]): Block[] {
  const commit = git.find(({ key }) => key === 'commit')
  if (commit === undefined || isSame(commit) || !isDigest(commit.a) || !isDigest(commit.b)) return []
  const { a, b } = shortened(commit)
  return [{ type: 'code', rows: [['see the code', `git diff ${a} ${b}`]] }]
}

function dataBlocks(data: readonly DataPair[]): Block[] {
  return tableSection(
    'data',
    [
      { title: 'data', align: 'left', narrow: 'shrink' },
      { title: 'context', align: 'left', narrow: 'keep' },
      { title: 'a', align: 'left', narrow: 'shrink' },
      { title: 'b', align: 'left', narrow: 'shrink' },
      { title: 'columns', align: 'left', narrow: 'wrap' },
    ],
    data.map(pair => [
      { text: pair.name },
      { text: pair.context },
      { text: dataText(pair.a) },
      { text: dataText(pair.b) },
      { text: columnsText(pair) },
    ]),
  )
}

function dataText(input: DataInput | null): string {
  if (input === null) return '–'
  const rows = input.rows === null ? '' : `, ${formatCount(input.rows)} rows`
  const cutoff = input.cutoff === null ? '' : `, to ${input.cutoff}`
  return `${input.digest.slice(0, 12)}${rows}${cutoff}`
}

function columnsText({ columns }: DataPair): string {
  if (columns === null) return ''
  const parts = Object.entries(columns).filter(([, names]) => names.length > 0)
  return parts.map(([what, names]) => `${what} ${names.join(', ')}`).join('; ')
}

function records(shown: RunDifferences): Report['records'] {
  const rows = (kind: string, list: readonly Pair<string>[]) =>
    list.map(({ key, a, b }) => [kind, key, a, b, null, null])
  return {
    columns: ['kind', 'key', 'a', 'b', 'change', 'better'],
    rows: [
      ...rows('param', shown.params),
      ...shown.metrics.map(pair => {
        const { key, a, b, change, better } = metricPairJson(pair)
        return ['metric', key, a, b, change, better]
      }),
      ...rows('tag', shown.tags),
      ...shown.data.map(({ name, context, a, b }) => [
        'data',
        `${context}: ${name}`,
        a?.digest ?? null,
        b?.digest ?? null,
        null,
        null,
      ]),
      ...rows('git', shown.git),
      ...rows('environment', shown.environment),
      ...rows('file', shown.files),
    ],
  }
}
