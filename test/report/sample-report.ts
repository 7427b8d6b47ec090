import { formatCount, formatDecimals, formatPValue } from '../../src/report/numbers.ts'
import type { Cell, Check, Report, TableColumn } from '../../src/report/report.ts'
import { sparkline } from '../../src/report/sparkline.ts'

const driftColumns: readonly TableColumn[] = [
  { title: 'column', align: 'left', narrow: 'shrink' },
  { title: 'verdict', align: 'left', narrow: 'keep' },
  { title: 'KS D', align: 'right', narrow: 'keep' },
  { title: 'p', align: 'right', narrow: 'keep' },
  { title: 'PSI', align: 'right', narrow: 'keep' },
  { title: 'reference', align: 'left', narrow: 'drop' },
  { title: 'current', align: 'left', narrow: 'drop' },
  { title: 'what changed', align: 'left', narrow: 'wrap' },
]

const degradationColumns: readonly TableColumn[] = [
  { title: 'column', align: 'left', narrow: 'shrink' },
  { title: 'check', align: 'left', narrow: 'keep' },
  { title: 'baseline', align: 'right', narrow: 'keep' },
  { title: 'current', align: 'right', narrow: 'keep' },
  { title: 'limit', align: 'right', narrow: 'keep' },
  { title: 'what', align: 'left', narrow: 'wrap' },
]

interface Measured {
  readonly column: string
  readonly verdict: Cell
  readonly ks?: number
  readonly p?: number
  readonly psi?: number
  readonly reference?: readonly number[]
  readonly current?: readonly number[]
  readonly what?: string
}

function driftRow({
  column,
  verdict,
  ks,
  p,
  psi,
  reference = [],
  current = [],
  what = '',
}: Measured): Cell[] {
  const peak = Math.max(...reference, ...current)
  return [
    { text: column },
    verdict,
    { text: formatDecimals(ks) },
    { text: formatPValue(p) },
    { text: formatDecimals(psi) },
    { text: sparkline(reference, peak) },
    { text: sparkline(current, peak) },
    { text: what, tone: verdict.tone === 'bad' ? 'plain' : 'dim' },
  ]
}

const major: Cell = { text: 'major', tone: 'bad' }
const stable: Cell = { text: 'stable', tone: 'good' }

const measured: readonly Measured[] = [
  {
    column: 'education-num',
    verdict: major,
    ks: 0.7134,
    p: Number.MIN_VALUE,
    psi: 1.9241,
    reference: [0.02, 0.1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0],
    current: [0, 0.01, 0.01, 0.05, 0.2, 0.4, 0.23, 0.1, 0],
    what: 'median 9 → 13',
  },
  { column: 'region', verdict: major, ks: 1, p: 0, what: 'missing in the current window' },
  {
    column: 'occupation',
    verdict: { text: 'moderate', tone: 'bad' },
    p: 3.21e-12,
    psi: 0.1534,
    reference: [0.4, 0.3, 0.2, 0.1, 0],
    current: [0.25, 0.3, 0.2, 0.1, 0.15],
    what: '“Gig-worker” is new: 15.0% of rows, 5,203 of them; “Craft-repair” fell from 40.0% to 25.0%',
  },
  {
    column: 'age',
    verdict: { text: 'minor', tone: 'warn' },
    ks: 0.031,
    p: 0.0042,
    psi: 0.0121,
    reference: [0.1, 0.2, 0.3, 0.25, 0.15],
    current: [0.09, 0.19, 0.31, 0.25, 0.16],
    what: 'mean 38.6 → 38.9, below the least effect',
  },
  {
    column: 'capital-gain',
    verdict: stable,
    ks: 0.004,
    p: 0.97,
    psi: 0.0004,
    reference: [0.92, 0.001, 0.02, 0.03, 0.029],
    current: [0.921, 0.001, 0.02, 0.029, 0.029],
  },
  {
    column: 'embedding',
    verdict: { text: 'not compared', tone: 'dim' },
    what: 'a list of numbers is not a kind mlreg compares',
  },
]

/** Names of the kind that break tables, terminals, workflow commands and XML. */
const hostileNames: readonly string[] = [
  'a\u001b[31mred\u0007',
  'pipe|`code`|</td>',
  'x::error title=fake::y',
  '100%0Aline\nbreak,colon:',
  '\u0001\u0000]]>\ufffe"quoted"',
  'right\u202eleft\u200bzero',
  '\ud800lone',
  '年齢・収入',
  'ก็ हिन्दी e\u0301',
  '👩‍💻 emoji 🫠',
  '=HYPERLINK("x")',
  '@everyone #1 <!-- $x$ __init__ -->',
  `${'very_long_'.repeat(19)}name_200_x`,
]

const hostile = hostileNames.map(
  (column, i): Measured => ({ column, verdict: i % 2 === 0 ? stable : major, ks: 0.5, p: 0.5, psi: 0.05 }),
)

function check({ column, verdict, what }: Measured): Check {
  const outcome = verdict.tone === 'bad' ? 'failed' : verdict.tone === 'dim' ? 'skipped' : 'passed'
  return { group: 'drift', name: column, outcome, title: `drift: ${column}`, message: what ?? 'PSI 0.05' }
}

const capitalGain: Check = {
  group: 'degradation',
  name: 'capital-gain null_rate',
  outcome: 'failed',
  title: 'null_rate: capital-gain',
  message: '12.4% of rows are empty, 124 times the baseline',
}

function report(rows: readonly Measured[]): Report {
  const drifted = rows.filter(({ verdict }) => verdict.tone === 'bad').length
  return {
    data: {
      schema: 'mlreg.drift/1',
      verdict: 'drift,degradation',
      exit: 1,
      drift: rows.map(({ column, ks, p }) => ({ column, statistic: ks ?? null, pValue: p ?? null })),
    },
    document: [
      {
        type: 'fields',
        rows: [
          ['reference', 'train.parquet', '14,155 rows × 15 columns'],
          ['current', 'week-46.parquet', '34,687 rows × 15 columns'],
        ],
      },
      {
        type: 'heading',
        text: `Drift: ${formatCount(drifted)} of 15 columns (classic: KS p < 0.01, PSI bands 0.1 / 0.2)`,
        tone: 'bad',
      },
      { type: 'table', columns: driftColumns, rows: rows.map(driftRow) },
      { type: 'heading', text: 'Degradation: 1 finding', tone: 'bad' },
      {
        type: 'table',
        columns: degradationColumns,
        rows: [
          [
            { text: 'capital-gain' },
            { text: 'null_rate', tone: 'bad' },
            { text: '0.1%' },
            { text: '12.4%', tone: 'strong' },
            { text: '5.0%' },
            { text: capitalGain.message },
          ],
        ],
      },
      { type: 'note', text: 'exit 1: drift, degradation', tone: 'strong' },
      {
        type: 'note',
        text: 'reproduce: mlreg drift train.parquet week-46.parquet --policy classic',
        tone: 'dim',
      },
    ],
    records: {
      columns: ['column', 'verdict', 'statistic', 'pValue', 'drifted'],
      rows: rows.map(({ column, verdict, ks, p }) => [
        column,
        verdict.text,
        ks ?? null,
        p ?? null,
        verdict.tone === 'bad',
      ]),
    },
    checks: [...rows.map(check), capitalGain],
    verdict: 'drift,degradation',
  }
}

/** What `mlreg drift` finds on a bad Monday. */
export const sampleReport: Report = report(measured)

/** The same with every hostile name as a column. */
export const hostileReport: Report = report([...measured, ...hostile])
