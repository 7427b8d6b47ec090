import { standingApprovals } from '../../registry/approvals.ts'
import { type Check, checksOf } from '../../registry/checks.ts'
import type { Version } from '../../registry/versions.ts'
import { counted, formatCount } from '../../report/numbers.ts'
import type { Block, Report } from '../../report/report.ts'
import { fieldsSection } from '../../report/section.ts'
import type { Store } from '../../store/store.ts'
import { environmentRows } from '../runs/run-surroundings.ts'
import { metricJson } from '../tracking/metric-value.ts'
import type { ListedRun } from '../tracking/run-document.ts'
import { isoTime } from '../tracking/run-document.ts'
import { durationText, metricText, timeText } from '../tracking/run-texts.ts'
import { checkJson, checkText, foundText } from './check-document.ts'
import { type ListedVersion, listedVersions, versionJson } from './version-document.ts'

/** All that is known of one version: what it is, what made it, of which data, and how good it was. */
export function versionReport(store: Store, version: Version): Report {
  const [listed] = listedVersions(store, [version]) as [ListedVersion]
  const { run, tags } = listed
  const approvals = standingApprovals(store, version)
  const checks = checksOf(store, version)
  return {
    data: {
      schema: 'mlreg.model/1',
      name: version.name,
      versions: [
        {
          ...versionJson(listed),
          checks: checks.map(checkJson),
          mlmodel: version.mlmodel,
          trained: run === undefined ? null : trainedJson(run),
          approvals: approvals.map(({ timeMs, ...one }) => ({ ...one, time: isoTime(timeMs) })),
        },
      ],
    },
    document: [
      { type: 'heading', text: `${version.name}/${version.version}`, tone: 'strong' },
      ...(version.description === '' ? [] : [{ type: 'note' as const, text: version.description }]),
      { type: 'fields', rows: ownFields(listed) },
      ...checkBlocks(checks),
      ...fieldsSection('tags', [...tags]),
      ...fieldsSection(
        'approvals',
        approvals.map(one => [one.stage, `${one.decision} by ${one.actor}: ${one.reason}`]),
      ),
      ...(run === undefined ? [] : runBlocks(run)),
    ],
    records: {
      columns: ['kind', 'key', 'value'],
      rows: [
        ...ownRecords(listed),
        ...[...tags].map(([key, value]) => ['tag', key, value]),
        ...checks.map(check => ['check', isoTime(check.timeMs), check.verdict]),
        ...[...(run?.values.params ?? [])].map(([key, value]) => ['param', key, value]),
        ...[...(run?.values.metrics ?? [])].map(([key, value]) => ['metric', key, metricJson(value)]),
      ],
    },
    checks: [],
    verdict: 'ok',
  }
}

/** What the version has one of. */
function ownRecords(listed: ListedVersion): [string, string, string | number][] {
  const values = Object.entries(versionJson(listed))
  return values.flatMap(([key, value]) =>
    typeof value === 'string' || typeof value === 'number' ? [['version', key, value]] : [],
  )
}

function ownFields({ version, aliases, check }: ListedVersion): [string, string][] {
  const { mlmodel } = version
  const fields: [string, string | undefined][] = [
    ['stage', `${version.stage}, since ${timeText(version.stagedMs)}`],
    ['aliases', aliases.map(alias => `@${alias}`).join(' ') || undefined],
    ['created', `${timeText(version.createdMs)} by ${version.user}`],
    ['source', version.source],
    ['digest', version.digest],
    ['size', counted(version.bytes, 'byte')],
    ['flavours', mlmodel?.flavors.join(', ') || undefined],
    ['inputs', signatureText(mlmodel?.signature?.inputs)],
    ['outputs', signatureText(mlmodel?.signature?.outputs)],
    ['baseline', baselineText(version)],
    ['compared by', termsText(version)],
    ['last check', check && checkText(check)],
    ['card', version.card?.slice(0, 12)],
  ]
  return fields.flatMap(([label, value]) => (value === undefined ? [] : [[label, value] as [string, string]]))
}

const checksShown = 10

/** The newest first; of one alone the fields above tell. */
function checkBlocks(checks: readonly Check[]): Block[] {
  if (checks.length < 2) return []
  const shown = checks.slice(0, checksShown)
  const title =
    shown.length === checks.length ? 'checks' : `checks: the last ${shown.length} of ${checks.length}`
  return fieldsSection(
    title,
    shown.map(check => [
      timeText(check.timeMs),
      `${check.verdict}: ${check.summary.data.name}, ${foundText(check)}`,
    ]),
  )
}

/** `train.parquet, 10,000 rows (3f2a…)`. */
function baselineText({ baseline, baselineData }: Version): string | undefined {
  if (baseline === null) return undefined
  const rows = baselineData?.rows ?? null
  return `${baselineData?.name ?? ''}${rows === null ? '' : `, ${counted(rows, 'row')}`} (${baseline.slice(0, 12)})`
}

/** `psi > 0.2; target churned; weights of 5 columns`. */
function termsText({ drift }: Version): string | undefined {
  if (drift === null) return undefined
  const { rules = [], weights, ...columns } = drift
  return [
    ...rules,
    ...Object.entries(columns).map(([role, column]) => `${role} ${column}`),
    ...(weights === undefined ? [] : [`weights of ${counted(Object.keys(weights).length, 'column')}`]),
  ].join('; ')
}

/** `age: long, plan: string`. */
function signatureText(columns: unknown): string | undefined {
  if (!Array.isArray(columns) || columns.length === 0) return undefined
  return columns.map(({ name, type }) => (name === undefined ? String(type) : `${name}: ${type}`)).join(', ')
}

function runBlocks({ run, values, data }: ListedRun): Block[] {
  const { git } = run
  const commit = git?.commit
    ? [git.commit, git.branch, git.dirty ? 'dirty' : ''].filter(Boolean).join(' ')
    : undefined
  const fields: [string, string | undefined][] = [
    ['run', `${run.id} (${run.name})`],
    ['experiment', run.experiment],
    ['trained', `${timeText(run.startMs)} (${durationText(run)}) by ${run.user}`],
    ['status', run.lifecycle === 'deleted' ? `${run.status}, deleted` : run.status],
    ['command', run.command?.join(' ')],
    ['git', commit],
  ]
  return [
    ...fieldsSection('made by', [
      ...fields.flatMap(([label, value]) =>
        value === undefined ? [] : [[label, value] as [string, string]],
      ),
      ...environmentFields(run),
    ]),
    ...fieldsSection('params', [...values.params]),
    ...fieldsSection(
      'metrics',
      [...values.metrics].map(([key, value]) => [key, metricText(value)]),
    ),
    ...fieldsSection(
      'data',
      data.map(one => [
        one.context,
        [
          one.name,
          one.rows === null ? '' : `${formatCount(one.rows)} rows`,
          one.cutoff === null ? '' : `up to ${one.cutoff}`,
          one.digest,
        ]
          .filter(Boolean)
          .join(', '),
      ]),
    ),
  ]
}

// Of all that is known of the machine, what a model may depend on.
const shownOfEnvironment = ['system', 'interpreter', 'python']

function environmentFields({ environment }: ListedRun['run']): (readonly [string, string])[] {
  return environmentRows(environment ?? {}).filter(([label]) => shownOfEnvironment.includes(label))
}

/** What the four questions about a model in production ask for: with what, on what, how good, when. */
function trainedJson({ run, values, data }: ListedRun): Record<string, unknown> {
  return {
    start: isoTime(run.startMs),
    end: run.endMs === null ? null : isoTime(run.endMs),
    user: run.user,
    status: run.status,
    experiment: run.experiment,
    params: Object.fromEntries(values.params),
    data: data.map(({ name, context, digest, rows, cutoff, source }) => ({
      name,
      context,
      digest,
      rows,
      cutoff,
      source,
    })),
    git: { commit: run.git?.commit ?? null, branch: run.git?.branch ?? null, dirty: run.git?.dirty ?? null },
    environment: run.environment,
  }
}
