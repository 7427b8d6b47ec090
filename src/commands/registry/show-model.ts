import type { Check } from '../../registry/checks.ts'
import { tagsOfModel } from '../../registry/model-tags.ts'
import type { Model } from '../../registry/models.ts'
import { namesModel, resolveModel, resolveVersion } from '../../registry/resolve-version.ts'
import { versionsOf } from '../../registry/versions.ts'
import { counted } from '../../report/numbers.ts'
import type { Block, Cell, Report, TableBlock } from '../../report/report.ts'
import type { Store } from '../../store/store.ts'
import type { Context, Outcome } from '../command.ts'
import { keysOf } from '../runs/run-columns.ts'
import { metricJson } from '../tracking/metric-value.ts'
import { isoTime } from '../tracking/run-document.ts'
import { dateText, metricText, personText, timeText } from '../tracking/run-texts.ts'
import type { ReadOptions } from '../tracking/store-options.ts'
import { readingStore } from '../tracking/with-store.ts'
import { versionReport } from './show-version.ts'
import { type ListedVersion, listedVersions, versionJson } from './version-document.ts'

/** A name means all versions; anything else means one. */
export async function showModel(context: Context<ReadOptions, readonly [model: string]>): Promise<Outcome> {
  const [text] = context.operands
  return await readingStore(context, store => {
    const report = namesModel(store, text)
      ? modelReport(store, resolveModel(store, text))
      : versionReport(store, resolveVersion(store, text))
    return { report, fine: true }
  })
}

function modelReport(store: Store, model: Model): Report {
  const listed = listedVersions(store, versionsOf(store, model))
  const metrics = keysOf(
    'metrics',
    listed.flatMap(({ run }) => run ?? []),
  )
  const tags = tagsOfModel(store, model)
  return {
    data: {
      schema: 'mlreg.model/1',
      name: model.name,
      description: model.description,
      tags: Object.fromEntries(tags),
      versions: listed.map(versionJson),
    },
    document: [
      { type: 'heading', text: model.name, tone: 'strong' },
      ...(model.description === '' ? [] : [{ type: 'note' as const, text: model.description }]),
      ...(tags.size > 0 ? [{ type: 'fields' as const, rows: [...tags] }] : []),
      table(listed, metrics),
      ...noteBelow(model, listed),
    ],
    records: {
      columns: [
        'version',
        'stage',
        'since',
        'aliases',
        'created',
        'by',
        'run',
        'digest',
        'bytes',
        'last_check',
        'last_verdict',
        ...metrics,
      ],
      rows: listed.map(one => {
        const { version, aliases, run, check } = one
        return [
          version.version,
          version.stage,
          isoTime(version.stagedMs),
          aliases.join(' '),
          isoTime(version.createdMs),
          version.user,
          version.runId,
          version.digest,
          version.bytes,
          check === undefined ? null : isoTime(check.timeMs),
          check?.verdict ?? null,
          ...metrics.map(key => metricJson(run?.values.metrics.get(key))),
        ]
      }),
    },
    checks: [],
    verdict: 'ok',
  }
}

function table(listed: readonly ListedVersion[], metrics: readonly string[]): TableBlock {
  return {
    type: 'table',
    columns: [
      { title: 'version', align: 'right', narrow: 'keep' },
      { title: 'stage', align: 'left', narrow: 'keep' },
      { title: 'aliases', align: 'left', narrow: 'shrink' },
      { title: 'created (UTC)', align: 'left', narrow: 'keep' },
      { title: 'last check', align: 'left', narrow: 'keep' },
      ...metrics.map(title => ({ title, align: 'right' as const, narrow: 'drop' as const })),
      { title: 'by', align: 'left', narrow: 'drop' },
      { title: 'run', align: 'left', narrow: 'drop' },
    ],
    rows: listed.map(({ version, aliases, run, check }) => [
      { text: String(version.version) },
      { text: version.stage },
      { text: aliases.map(alias => `@${alias}`).join(' ') || '–' },
      { text: timeText(version.createdMs) },
      checkCell(check),
      ...metrics.map(key => ({ text: metricText(run?.values.metrics.get(key)) })),
      { text: personText(version.user) },
      { text: version.runId?.slice(0, 8) ?? '–' },
    ]),
    leftOut: '--wide',
  }
}

/** The worst of it and the day, so that it is there on every terminal: `drift +1, 2026-05-01`. */
function checkCell(check: Check | undefined): Cell {
  if (check === undefined) return { text: '–' }
  const [worst, ...others] = check.verdict.split(',')
  const more = others.length > 0 ? ` +${others.length}` : ''
  const text = `${worst}${more}, ${dateText(check.timeMs)}`
  return { text, tone: check.verdict === 'ok' ? 'good' : 'bad' }
}

function noteBelow({ lastVersion }: Model, listed: readonly ListedVersion[]): Block[] {
  const gone = lastVersion - listed.length
  const deleted = gone > 0 ? `, ${counted(gone, 'number')} of versions that are not here` : ''
  return [{ type: 'note', text: `${counted(listed.length, 'version')}${deleted}` }]
}
