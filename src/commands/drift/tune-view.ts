import { counted, formatCount, formatNumber, formatPercent } from '../../report/numbers.ts'
import type { Block, Cell, TableColumn } from '../../report/report.ts'
import type { TuneResult } from './tune-result.ts'

const ruleColumns: readonly TableColumn[] = [
  { title: 'column', align: 'left', narrow: 'shrink' },
  { title: 'alarms when', align: 'left', narrow: 'keep' },
  { title: 'median', align: 'right', narrow: 'keep' },
  { title: 'strangest', align: 'right', narrow: 'keep' },
  { title: 'may alarm', align: 'right', narrow: 'keep' },
  { title: 'alarmed', align: 'right', narrow: 'keep' },
]

const windowColumns: readonly TableColumn[] = [
  { title: 'window', align: 'left', narrow: 'shrink' },
  { title: 'rows', align: 'right', narrow: 'keep' },
  { title: 'alarms', align: 'right', narrow: 'keep' },
  { title: 'columns', align: 'left', narrow: 'wrap' },
]

/** For people: the rules, the windows they would have alarmed in, and what to put into mlreg.toml. */
export function tuneView(result: TuneResult): readonly Block[] {
  const { reference, past, tuning, alpha, per } = result
  const { rules, untuned } = tuning
  const each =
    per === 'run' ? `${formatPercent(alpha)} of runs in all` : `${formatPercent(alpha)} of windows each`
  return [
    {
      type: 'fields',
      rows: [
        [
          'reference',
          reference.source,
          `${counted(reference.rows, 'row')} × ${counted(reference.columns.length, 'column')}`,
        ],
        ['history', counted(past.length, 'window'), spanOf(result)],
      ],
    },
    { type: 'heading', text: `Tuned: ${counted(rules.length, 'rule')}, to alarm in at most ${each}` },
    { type: 'table', columns: ruleColumns, rows: rules.map(rule => ruleCells(rule)) },
    ...untuned.map(
      (one): Block => ({ type: 'note', tone: 'dim', text: `no rule for ${one.column}: ${one.reason}` }),
    ),
    { type: 'heading', text: runsText(result) },
    ...alarmedWindows(result),
    { type: 'excerpt', language: 'toml', lines: result.toml.trimEnd().split('\n') },
    {
      type: 'note',
      text:
        result.written === undefined
          ? 'for mlreg.toml, where --write puts it'
          : `written to ${result.written}`,
    },
    { type: 'note', tone: 'dim', text: `reproduce: ${result.reproduce}` },
  ]
}

function spanOf({ past, cut }: TuneResult): string {
  const rows = past.map(window => window.rows)
  const [least, most] = [Math.min(...rows), Math.max(...rows)]
  const size = least === most ? counted(least, 'row') : `${formatCount(least)} to ${formatCount(most)} rows`
  const from = cut ? `each ${cut.by} of ${cut.time} against the others, ` : ''
  return `${from}${past[0]?.label} to ${past.at(-1)?.label}, ${size}`
}

function ruleCells(rule: TuneResult['tuning']['rules'][number]): readonly Cell[] {
  const name = rule.figure === 'pValue' ? `${rule.test}.p <` : `${rule.test} >`
  return [
    { text: rule.column, tone: 'strong' },
    { text: `${name} ${rule.threshold}` },
    { text: formatNumber(rule.median) },
    { text: formatNumber(rule.extreme) },
    { text: formatPercent(rule.level) },
    { text: `${formatCount(rule.alarms.length)} of ${formatCount(rule.windows)}` },
  ]
}

/** Each window is judged by what the others teach, or every rule would have kept to its share by construction. */
function runsText({ tuning: { alarms, rules } }: TuneResult): string {
  const alarmed = alarms.filter(one => one.length > 0).length
  const share = formatPercent(alarmed / alarms.length)
  const what = rules.length === 1 ? 'it' : 'at least one of them'
  return `On the history: ${what} alarms in ${formatCount(alarmed)} of ${counted(alarms.length, 'window')} (${share}), each judged by the others`
}

/** Windows shown to people; JSON has all. */
const most = 50

function alarmedWindows({ past, tuning: { alarms, rules } }: TuneResult): readonly Block[] {
  const found = past.flatMap((window, i) =>
    (alarms[i]?.length ?? 0) > 0 ? [{ window, at: alarms[i] ?? [] }] : [],
  )
  if (found.length === 0) return []
  const rows = found
    .slice(0, most)
    .map(({ window, at }): readonly Cell[] => [
      { text: window.label },
      { text: formatCount(window.rows) },
      { text: formatCount(at.length) },
      { text: [...new Set(at.map(one => rules[one]?.column))].join(', ') },
    ])
  const cut = `showing ${formatCount(rows.length)} of ${formatCount(found.length)}`
  return [
    { type: 'table', columns: windowColumns, rows },
    ...(rows.length < found.length ? [{ type: 'note', tone: 'dim', text: cut } as const] : []),
  ]
}
