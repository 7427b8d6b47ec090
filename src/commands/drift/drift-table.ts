import type { DriftRow } from '../../drift/policy.ts'
import { formatDecimals, formatPValue } from '../../report/numbers.ts'
import type { Block, Cell, TableColumn, Tone } from '../../report/report.ts'
import { sparkline } from '../../report/sparkline.ts'

const columns: readonly TableColumn[] = [
  { title: 'column', align: 'left', narrow: 'shrink' },
  { title: 'kind', align: 'left', narrow: 'drop' },
  { title: 'verdict', align: 'left', narrow: 'keep' },
  { title: 'effect', align: 'right', narrow: 'keep' },
  { title: 'p', align: 'right', narrow: 'keep' },
  { title: 'PSI', align: 'right', narrow: 'keep' },
  { title: 'reference', align: 'left', narrow: 'drop' },
  { title: 'current', align: 'left', narrow: 'drop' },
  { title: 'what changed', align: 'left', narrow: 'wrap' },
]

/** One row a column, in the order given. Effects are KS D, Cramér's V, or the statistic of the test that decided. */
export function driftTable(rows: readonly DriftRow[]): Block {
  return { type: 'table', columns, rows: rows.map(cells) }
}

function cells(row: DriftRow): readonly Cell[] {
  const { column, verdict, tests, decidedBy, reason } = row
  const quiet: Tone = verdict === 'drifted' ? 'plain' : 'dim'
  const decisive = decidedBy && tests[decidedBy.test]?.result
  const shape = column.measure.compared?.shape
  const peak = shape ? Math.max(...shape.reference, ...shape.current) : 1
  return [
    { text: column.name, tone: verdict === 'drifted' ? 'strong' : 'plain' },
    { text: column.kind, tone: 'dim' },
    verdictCell(row),
    { text: effect(row), tone: quiet },
    {
      text: decisive?.pValue === undefined ? '' : formatPValue(decidingP(row)),
      tone: quiet,
    },
    { text: psiOf(row), tone: quiet },
    { text: shape ? sparkline(shape.reference, peak) : '', tone: 'dim' },
    { text: shape ? sparkline(shape.current, peak) : '', tone: quiet },
    { text: verdict === 'stable' && row.severity === 'none' ? '' : reason, tone: quiet },
  ]
}

function verdictCell({ verdict, severity, column }: DriftRow): Cell {
  if (column.missing && verdict === 'drifted') return { text: 'missing', tone: 'bad' }
  if (verdict === 'drifted') return { text: severity, tone: severity === 'minor' ? 'warn' : 'bad' }
  if (verdict === 'stable') return { text: severity === 'minor' ? 'minor' : 'stable', tone: 'good' }
  return { text: verdict.replaceAll('-', ' '), tone: 'dim' }
}

/** The p-value that decided: with the run's other columns accounted for, where the policy does that. */
function decidingP({ tests, decidedBy }: DriftRow): number | undefined {
  if (decidedBy === undefined) return undefined
  const judged = tests[decidedBy.test]
  return judged?.adjustedPValue ?? judged?.result[isPValue(decidedBy.figure) ? decidedBy.figure : 'pValue']
}

function isPValue(figure: string): boolean {
  return /pvalue$/i.test(figure)
}

/** The PSI that the policy judges by. */
function psiOf({ tests, decidedBy }: DriftRow): string {
  const psi =
    decidedBy?.test === 'psi-calibrated' ? tests['psi-calibrated'] : (tests.psi ?? tests['psi-calibrated'])
  return psi ? formatDecimals(psi.result.statistic, 2) : ''
}

/** `D 0.71` for a KS distance, `V 0.31` for Cramér's V; the figure that was judged, under its own name, otherwise. */
function effect({ tests, decidedBy }: DriftRow): string {
  if (decidedBy === undefined) return ''
  const { test, figure } = decidedBy
  const own = isPValue(figure) || figure === 'statistic'
  const value = (name: string, of = 'statistic') => formatDecimals(tests[name]?.result[of], 2)
  if (own && test === 'ks') return `D ${value('ks')}`
  if (own && test === 'psi-calibrated')
    return tests.ks ? `D ${value('ks')}` : tests['cramers-v'] ? `V ${value('cramers-v')}` : ''
  if (own && test === 'chi-square') return `V ${value('cramers-v')}`
  return own ? `${test} ${value(test)}` : `${figure} ${value(test, figure)}`
}
