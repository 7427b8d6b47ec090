import type { DegradationRow } from '../../degradation/degradation-row.ts'
import type { DriftRow } from '../../drift/policy.ts'
import type { Version } from '../../registry/versions.ts'
import { counted, formatCount, formatNumber, formatPercent } from '../../report/numbers.ts'
import type { Block, Cell, TableColumn, Tone } from '../../report/report.ts'
import type { DriftResult } from './drift-result.ts'
import { driftTable } from './drift-table.ts'
import { multivariateBlocks } from './multivariate-view.ts'
import { blocksSentence } from './run-blocks.ts'
import { isInconclusive } from './verdict-of.ts'

/** What a person sees: the windows, the verdict with both tables, and how to get the same answer again. */
export function driftView(result: DriftResult): readonly Block[] {
  return [
    { type: 'fields', rows: [toField(result, 'reference'), toField(result, 'current')] },
    ...driftBlocks(result),
    ...multivariateBlocks(result),
    ...degradationBlocks(result),
    ...(result.conceptDrift ? [conceptNote] : []),
    ...closing(result),
  ]
}

const conceptNote: Block = {
  type: 'note',
  tone: 'warn',
  text: 'Quality fell while the features held still: probably concept drift, a changed relation between features and target.',
}

function toField(result: DriftResult, role: 'reference' | 'current'): [string, string, string] {
  const { source, rows, columns } = result[role]
  const version = result.versions[role]
  const named = version === undefined ? source : baselineText(source, version)
  return [role, named, `${counted(rows, 'row')} × ${counted(columns.length, 'column')}`]
}

/** `models:/churn@champion: churn/7 (Production), baseline train.parquet`; a version is named once. */
function baselineText(typed: string, { name, version, stage, baselineData }: Version): string {
  const reference = `${name}/${version}`
  const before = typed.endsWith(reference) ? '' : `${typed}: `
  return `${before}${reference} (${stage}), baseline ${baselineData?.name ?? 'of unknown data'}`
}

function driftBlocks(result: DriftResult): readonly Block[] {
  const { summary, policy, rows } = result
  const features = rows.filter(row => row.column.role === 'feature')
  const outputs = rows.filter(row => row.column.role !== 'feature')
  const counts = `${formatCount(summary.drifted)} of ${formatCount(summary.compared)} columns`
  const heading = {
    type: 'heading',
    text: `Drift: ${counts} (${policy.name}: ${result.deciders})`,
    tone: toneOf(summary.drifted),
  } as const
  return [
    heading,
    ...blockNote(result),
    ...limited(features, result.most),
    ...(outputs.length > 0
      ? [{ type: 'heading', text: 'Predictions, outcomes and scores' } as const, driftTable(outputs)]
      : []),
  ]
}

function blockNote({ block, rows }: DriftResult): readonly Block[] {
  if (block === undefined) return []
  const effects = rows.flatMap(({ column }) => column.designEffect ?? [])
  return [{ type: 'note', tone: 'dim', text: blocksSentence(block, effects) }]
}

/** Never cut silently: what is left out is counted. */
function limited(rows: readonly DriftRow[], most = rows.length): readonly Block[] {
  if (rows.length === 0) return []
  const shown = rows.slice(0, most)
  const note = {
    type: 'note',
    tone: 'dim',
    text: `showing ${formatCount(shown.length)} of ${formatCount(rows.length)}`,
  } as const
  return [driftTable(shown), ...(shown.length < rows.length ? [note] : [])]
}

const degradationColumns: readonly TableColumn[] = [
  { title: 'column', align: 'left', narrow: 'shrink' },
  { title: 'check', align: 'left', narrow: 'keep' },
  { title: 'baseline', align: 'right', narrow: 'keep' },
  { title: 'current', align: 'right', narrow: 'keep' },
  { title: 'limit', align: 'right', narrow: 'keep' },
  { title: 'what', align: 'left', narrow: 'wrap' },
]

function degradationBlocks({
  degradation,
  summary,
  most = degradation.length,
}: DriftResult): readonly Block[] {
  const findings = counted(summary.degraded, 'finding')
  const open = summary.inconclusive
  const notes = degradation.length - summary.degraded - open
  const text = [
    `Degradation: ${findings}`,
    ...(open > 0 ? [`${formatCount(open)} inconclusive`] : []),
    ...(notes > 0 ? [`${formatCount(notes)} to note`] : []),
  ].join(', ')
  const heading = { type: 'heading', text, tone: toneOf(summary.degraded) } as const
  if (degradation.length === 0) return [heading]
  const rows = degradation.slice(0, Math.max(most, summary.degraded + open)).map(degradationCells)
  const left = degradation.length - rows.length
  const note = { type: 'note', tone: 'dim', text: `and ${formatCount(left)} more to note` } as const
  return [heading, { type: 'table', columns: degradationColumns, rows }, ...(left > 0 ? [note] : [])]
}

function degradationCells(row: DegradationRow): readonly Cell[] {
  const write = isShare(row.check) ? formatPercent : formatNumber
  const isOpen = isInconclusive(row)
  return [
    { text: row.column ?? '(window)', tone: row.degraded ? 'strong' : isOpen ? 'plain' : 'dim' },
    { text: row.check, tone: row.degraded ? 'bad' : isOpen ? 'warn' : 'dim' },
    { text: write(row.baseline) },
    { text: write(row.current) },
    { text: row.threshold === null ? '' : write(row.threshold), tone: 'dim' },
    { text: row.message, ...(row.degraded || isOpen ? {} : { tone: 'dim' as const }) },
  ]
}

const shares = new Set(['null_rate', 'unseen_categories', 'out_of_range', 'infinite_values'])
const isShare = (check: string) => shares.has(check)

function closing({ exit, verdict, reproduce, recordedIn, versions }: DriftResult): readonly Block[] {
  return [
    {
      type: 'note',
      tone: verdict === 'ok' ? 'good' : 'bad',
      text: `exit ${exit}: ${verdict.replaceAll(',', ', ')}`,
    },
    { type: 'note', tone: 'dim', text: `reproduce: ${reproduce}` },
    ...(recordedIn === undefined
      ? []
      : [
          {
            type: 'note',
            tone: 'dim',
            text: `recorded in run ${recordedIn}${withVersion(versions)}`,
          } as const,
        ]),
  ]
}

function withVersion({ reference }: DriftResult['versions']): string {
  return reference === undefined ? '' : ` and with ${reference.name}/${reference.version}`
}

function toneOf(findings: number): Tone {
  return findings > 0 ? 'bad' : 'good'
}
