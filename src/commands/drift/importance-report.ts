import type { Importance, ImportanceComparison, ImportanceRow } from '../../drift/compare-importance.ts'
import { counted, formatCount, formatDecimals, formatPercent } from '../../report/numbers.ts'
import type { Block, Cell, Check, Records, Report, TableColumn } from '../../report/report.ts'

export interface ImportanceResult {
  readonly reference: string
  readonly current: string
  readonly top: number
  readonly comparison: ImportanceComparison
  /** The status the process ends with. */
  readonly exit: number
  /** A command line that gives the same answer. */
  readonly reproduce: string
}

/** Columns below the top that a table for people shows. */
const rowsShown = 50

/** The JSON contract is `mlreg.importance/1`, in schemas/importance.schema.json. */
export function importanceReport(result: ImportanceResult): Report {
  const { comparison, exit, reproduce, top } = result
  const verdict = comparison.changed ? 'drift' : 'ok'
  const of = (name: ImportanceRow['move']) => comparison.rows.filter(({ move }) => move === name).length
  return {
    data: {
      schema: 'mlreg.importance/1',
      verdict,
      exit,
      top,
      reference: { source: result.reference, columns: named(comparison, 'reference') },
      current: { source: result.current, columns: named(comparison, 'current') },
      summary: {
        columns: comparison.rows.length,
        entered: of('entered'),
        left: of('left'),
        moved: of('moved'),
        share: comparison.moved,
        rankCorrelation: comparison.rankCorrelation ?? null,
      },
      columns: comparison.rows.map(row => ({
        column: row.column,
        reference: row.reference ?? null,
        current: row.current ?? null,
        change: row.change,
        move: row.move,
        drifted: isFinding(row),
      })),
      reproduce,
    },
    document: view(result, verdict),
    records: records(comparison),
    checks: checks(comparison, top),
    verdict,
  }
}

function named({ rows }: ImportanceComparison, side: 'reference' | 'current'): number {
  return rows.filter(row => row[side] !== undefined).length
}

function isFinding({ move }: Pick<ImportanceRow, 'move'>): boolean {
  return move !== 'kept' && move !== 'below'
}

const columns: readonly TableColumn[] = [
  { title: 'column', align: 'left', narrow: 'shrink' },
  { title: 'verdict', align: 'left', narrow: 'keep' },
  { title: 'rank', align: 'right', narrow: 'keep' },
  { title: 'reference', align: 'right', narrow: 'keep' },
  { title: 'current', align: 'right', narrow: 'keep' },
  { title: 'what changed', align: 'left', narrow: 'wrap' },
]

function view(
  { reference, current, top, comparison, exit, reproduce }: ImportanceResult,
  verdict: string,
): readonly Block[] {
  const { rows, changed, moved, rankCorrelation } = comparison
  const findings = rows.filter(isFinding).length
  const shown = rows.filter((row, i) => i < rowsShown || isFinding(row))
  const correlation =
    rankCorrelation === undefined ? '' : `; rank correlation ${formatDecimals(rankCorrelation, 2)}`
  return [
    {
      type: 'fields',
      rows: [
        ['reference', reference, counted(named(comparison, 'reference'), 'column')],
        ['current', current, counted(named(comparison, 'current'), 'column')],
      ],
    },
    {
      type: 'heading',
      text: `Importance: ${counted(findings, 'change')} in the top ${formatCount(top)}`,
      tone: changed ? 'bad' : 'good',
    },
    { type: 'table', columns, rows: shown.map(row => cells(row, top)) },
    ...(shown.length < rows.length
      ? [
          {
            type: 'note',
            tone: 'dim',
            text: `showing ${formatCount(shown.length)} of ${formatCount(rows.length)}`,
          } as const,
        ]
      : []),
    { type: 'note', text: `${formatPercent(moved)} of the importance went to other columns${correlation}` },
    { type: 'note', tone: changed ? 'bad' : 'good', text: `exit ${exit}: ${verdict}` },
    { type: 'note', tone: 'dim', text: `reproduce: ${reproduce}` },
  ]
}

function cells(row: ImportanceRow, top: number): readonly Cell[] {
  const tone = isFinding(row) ? 'plain' : 'dim'
  const verdict: Cell = isFinding(row)
    ? { text: row.move, tone: 'bad' }
    : row.move === 'kept'
      ? { text: 'kept', tone: 'good' }
      : { text: 'below', tone: 'dim' }
  return [
    { text: row.column, tone: isFinding(row) ? 'strong' : 'plain' },
    verdict,
    { text: `${place(row.reference)} → ${place(row.current)}`, tone },
    { text: formatPercent(row.reference?.share), tone },
    { text: formatPercent(row.current?.share), tone },
    { text: isFinding(row) ? sentence(row, top) : '', tone },
  ]
}

function place(one: Importance | undefined): string {
  return one === undefined ? '–' : formatCount(one.rank)
}

function sentence({ move, reference, current }: ImportanceRow, top: number): string {
  if (move === 'entered')
    return `came into the top ${top}, ${reference ? `from rank ${place(reference)}` : 'and is new'}`
  if (move === 'left')
    return `fell out of the top ${top}, ${current ? `to rank ${place(current)}` : 'and is gone'}`
  if (move === 'moved')
    return `its order within the top ${top} changed: rank ${place(reference)} → ${place(current)}`
  return ''
}

function records({ rows }: ImportanceComparison): Records {
  return {
    columns: [
      'column',
      'move',
      'reference_rank',
      'current_rank',
      'reference_share',
      'current_share',
      'share_change',
      'drifted',
    ],
    rows: rows.map(row => [
      row.column,
      row.move,
      row.reference?.rank ?? null,
      row.current?.rank ?? null,
      row.reference?.share ?? null,
      row.current?.share ?? null,
      row.change,
      isFinding(row),
    ]),
  }
}

/** Columns that were and are below the top are not judged. */
function checks({ rows }: ImportanceComparison, top: number): readonly Check[] {
  const judged = rows.filter(({ move }) => move !== 'below')
  const all = judged.map((row): Check => {
    const shares = `share ${formatPercent(row.reference?.share)} → ${formatPercent(row.current?.share)}`
    return {
      group: 'importance',
      name: row.column,
      outcome: isFinding(row) ? 'failed' : 'passed',
      title: `importance: ${row.column}`,
      message: [sentence(row, top), shares].filter(Boolean).join('; '),
    }
  })
  return [
    ...all.filter(({ outcome }) => outcome === 'failed'),
    ...all.filter(({ outcome }) => outcome === 'passed'),
  ]
}
