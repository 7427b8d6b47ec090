import type { StoredColumn, StoredProfile } from '../../profile/stored-profile.ts'
import { summarize } from '../../profile/summary.ts'
import { counted, formatCount, formatNumber, formatPercent } from '../../report/numbers.ts'
import type { Block, Cell, Report, TableColumn } from '../../report/report.ts'
import { timeText } from '../../report/time-text.ts'
import { quantile } from '../../stats/quantile.ts'

export interface ProfileResult {
  /** What the user typed. */
  readonly source: string
  readonly profile: StoredProfile
  /** The file that was asked for. */
  readonly written?: { readonly path: string; readonly bytes: number }
}

type Point = number | string | null

/** What is told of one column; points in time are texts, ISO 8601, and their deviation is in seconds. */
interface ColumnFigures {
  readonly column: string
  readonly kind: string
  readonly type: string
  readonly rows: number
  readonly nulls: number
  readonly infinite: number | null
  readonly distinct: number | null
  /** How far at most any share of the values is off; 0 when the profile is exact, null where there are no shares. */
  readonly error: number | null
  readonly mean: Point
  readonly sd: number | null
  readonly min: Point
  readonly p1: Point
  readonly p5: Point
  readonly p25: Point
  readonly p50: Point
  readonly p75: Point
  readonly p95: Point
  readonly p99: Point
  readonly max: Point
  readonly pooledRows: number | null
  readonly pooledCategories: number | null
}

/** The profile in every form. The JSON contract is `mlreg.profile/1`, in schemas/profile.schema.json. */
export function profileReport({ source, profile, written }: ProfileResult): Report {
  const { rows, limits } = profile
  const columns = profile.columns.map(figuresOf)
  const names = Object.keys(columns[0] ?? {}) as (keyof ColumnFigures)[]
  return {
    data: { schema: 'mlreg.profile/1', source, rows, limits, written: written ?? null, columns },
    document: [
      {
        type: 'fields',
        rows: [
          ['window', source, `${counted(rows, 'row')} × ${counted(columns.length, 'column')}`],
          ...(written ? [['profile', written.path, `${formatCount(written.bytes)} bytes`] as const] : []),
        ],
      },
      table(columns),
    ],
    records: { columns: names, rows: columns.map(one => names.map(name => one[name])) },
    checks: [],
    verdict: 'ok',
  }
}

const percentiles = [1, 5, 25, 50, 75, 95, 99] as const

function figuresOf({ name, kind, type, profile }: StoredColumn): ColumnFigures {
  const summary = summarize(profile)
  const isTime = kind === 'datetime'
  const point = (value: number | undefined): Point => {
    if (value === undefined || !Number.isFinite(value)) return null
    return isTime ? timeText(value, type) : value
  }
  const at = (p: number) =>
    point(
      profile.kind === 'numeric' && profile.ecdf.values.length > 0
        ? quantile(profile.ecdf, p / 100)
        : undefined,
    )
  const [p1 = null, p5 = null, p25 = null, p50 = null, p75 = null, p95 = null, p99 = null] =
    percentiles.map(at)
  const pooled = profile.kind === 'categorical' ? (profile.pooled ?? { rows: 0, categories: 0 }) : undefined
  const sd = summary.sd === undefined || !Number.isFinite(summary.sd) ? null : summary.sd
  return {
    column: name,
    kind,
    type,
    rows: summary.rows,
    nulls: summary.nulls,
    infinite: summary.infinite ?? null,
    distinct: profile.kind === 'opaque' ? null : summary.distinct,
    error: errorOf(profile),
    mean: point(summary.mean),
    sd: isTime && sd !== null ? sd / 1e6 : sd,
    min: point(summary.min),
    ...{ p1, p5, p25, p50, p75, p95, p99 },
    max: point(summary.max),
    pooledRows: pooled?.rows ?? null,
    pooledCategories: pooled?.categories ?? null,
  }
}

function errorOf(profile: StoredColumn['profile']): number | null {
  if (profile.kind === 'opaque') return null
  if (profile.kind === 'numeric') return summarize(profile).error ?? 0
  const values = profile.rows - profile.nulls
  return profile.pooled === undefined || values === 0 ? 0 : profile.pooled.rows / values
}

const columns: readonly TableColumn[] = [
  { title: 'column', align: 'left', narrow: 'shrink' },
  { title: 'kind', align: 'left', narrow: 'keep' },
  { title: 'nulls', align: 'right', narrow: 'keep' },
  { title: 'distinct', align: 'right', narrow: 'keep' },
  { title: 'mean', align: 'right', narrow: 'keep' },
  { title: 'sd', align: 'right', narrow: 'keep' },
  { title: 'min', align: 'right', narrow: 'drop' },
  { title: 'p5', align: 'right', narrow: 'drop' },
  { title: 'p50', align: 'right', narrow: 'keep' },
  { title: 'p95', align: 'right', narrow: 'drop' },
  { title: 'max', align: 'right', narrow: 'drop' },
  { title: 'error', align: 'right', narrow: 'keep' },
]

function table(rows: readonly ColumnFigures[]): Block {
  return { type: 'table', columns, rows: rows.map(cells) }
}

function cells(row: ColumnFigures): readonly Cell[] {
  return [
    { text: row.column, tone: 'strong' },
    { text: row.kind, tone: 'dim' },
    { text: row.nulls === 0 ? '0' : formatPercent(row.nulls / row.rows) },
    { text: row.distinct === null ? '' : formatCount(row.distinct) },
    ...[row.mean, row.sd, row.min, row.p5, row.p50, row.p95, row.max].map(value => ({ text: shown(value) })),
    { text: row.error === null ? '' : row.error === 0 ? 'exact' : formatPercent(row.error), tone: 'dim' },
  ]
}

function shown(value: Point): string {
  if (value === null) return ''
  return typeof value === 'number' ? formatNumber(value) : value
}
