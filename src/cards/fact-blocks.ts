import { formatCount, formatNumber } from '../report/numbers.ts'
import type { DataInput } from '../store/data-inputs.ts'
import type { CardFacts } from './card-facts.ts'
import type { BlockName } from './generated-block.ts'
import { asMarkdown, markdownTable } from './markdown-table.ts'

/** Parts that say what the store says, and nothing else: a card's can be compared with them. */
export type FactBlock = Exclude<BlockName, 'subgroups'>

// A card is read by people: the run has the rest.
const mostRows = 100

export const factBlocks: Readonly<Record<FactBlock, (facts: CardFacts) => string>> = {
  details,
  'training-data': ({ training }) =>
    dataTable(training, 'The run that made this version names no training data.'),
  metrics,
  signature,
  parameters,
}

function details({ version, run }: CardFacts): string {
  const { git } = run ?? { git: null }
  const commit = git?.commit
    ? `${git.commit}${git.dirty ? ', with changes that were not committed' : ''}`
    : undefined
  const rows: [string, string | undefined][] = [
    ['model', version.name],
    ['version', String(version.version)],
    ['registered', `${new Date(version.createdMs).toISOString().slice(0, 10)} by ${version.user}`],
    ['SHA-256', version.digest],
    ['files', `${version.root}, ${formatCount(version.bytes)} bytes`],
    ['flavours', version.mlmodel?.flavors.join(', ') || undefined],
    ['made by run', version.runId ?? undefined],
    ['trained', run && new Date(run.startMs).toISOString().slice(0, 10)],
    ['code commit', commit],
  ]
  const known = rows.filter((row): row is [string, string] => row[1] !== undefined)
  return [
    `# ${asMarkdown(version.name)}, version ${version.version}`,
    '',
    markdownTable(
      [{ title: 'fact' }, { title: 'value' }],
      known.map(row => row.map(asMarkdown)),
    ),
  ].join('\n')
}

function dataTable(inputs: readonly DataInput[], none: string): string {
  if (inputs.length === 0) return none
  const columns = [
    { title: 'data' },
    { title: 'read for' },
    { title: 'rows', align: 'right' as const },
    { title: 'columns', align: 'right' as const },
    { title: 'records up to' },
    { title: 'SHA-256' },
  ]
  const rows = inputs.map(({ name, context, rows, columns, cutoff, digest }) => [
    ...[asMarkdown(name), asMarkdown(context), formatCount(rows), formatCount(columns)],
    ...[cutoff === null ? '–' : asMarkdown(cutoff), asMarkdown(digest)],
  ])
  return capped(columns, rows)
}

function metrics({ metrics, evaluation, run }: CardFacts): string {
  if (run === undefined || metrics.size === 0)
    return 'The store has no metrics of a run that made this version.'
  const rows = [...metrics].map(([key, value]) => [asMarkdown(key), metricText(value)])
  const table = capped([{ title: 'metric' }, { title: 'value', align: 'right' }], rows)
  if (evaluation.length === 0) return table
  return `${table}\n\nThe run was tried on:\n\n${dataTable(evaluation, '')}`
}

function metricText(value: number): string {
  return Number.isFinite(value) ? formatNumber(value) : String(value)
}

function signature({ version }: CardFacts): string {
  const parts = version.mlmodel?.signature
  const rows = (['inputs', 'outputs', 'params'] as const).flatMap(part =>
    columnsOf(parts?.[part]).map(([name, type]) => [
      part.replace(/s$/, ''),
      asMarkdown(name),
      asMarkdown(type),
    ]),
  )
  if (rows.length === 0) return 'The version has no `MLmodel` file that tells its inputs and outputs.'
  return capped([{ title: 'part' }, { title: 'name' }, { title: 'type' }], rows)
}

/** MLflow's lists of columns; tensors have a type and no name. */
function columnsOf(part: unknown): [string, string][] {
  if (!Array.isArray(part)) return []
  return part.map(column => {
    const { name, type, dtype } = (column ?? {}) as Record<string, unknown>
    return [
      typeof name === 'string' ? name : '–',
      typeof type === 'string' ? type : String(dtype ?? type ?? '–'),
    ]
  })
}

function parameters({ params }: CardFacts): string {
  if (params.size === 0) return 'The store has no params of a run that made this version.'
  const rows = [...params].map(([key, value]) => [asMarkdown(key), asMarkdown(value)])
  return capped([{ title: 'param' }, { title: 'value' }], rows)
}

function capped(columns: Parameters<typeof markdownTable>[0], rows: readonly string[][]): string {
  const table = markdownTable(columns, rows.slice(0, mostRows))
  const left = rows.length - mostRows
  return left > 0 ? `${table}\n\nand ${formatCount(left)} more, which \`mlreg runs show\` tells.` : table
}
