import { aliasesOf } from '../../registry/aliases.ts'
import { activeModels, type Model } from '../../registry/models.ts'
import { type Version, versionsOf } from '../../registry/versions.ts'
import { formatCount } from '../../report/numbers.ts'
import type { Report } from '../../report/report.ts'
import type { Context, Outcome } from '../command.ts'
import { isoTime } from '../tracking/run-document.ts'
import { timeText } from '../tracking/run-texts.ts'
import type { ReadOptions } from '../tracking/store-options.ts'
import { readingStore } from '../tracking/with-store.ts'

interface Listed {
  readonly model: Model
  readonly versions: readonly Version[]
  readonly aliases: readonly { readonly alias: string; readonly version: number }[]
}

export async function listModels(context: Context<ReadOptions>): Promise<Outcome> {
  return await readingStore(context, store => {
    const listed = activeModels(store).map(model => ({
      model,
      versions: versionsOf(store, model),
      aliases: aliasesOf(store, model),
    }))
    return { report: view(listed), fine: true }
  })
}

function view(listed: readonly Listed[]): Report {
  const total = listed.length
  return {
    data: { schema: 'mlreg.models/1', shown: total, total, models: listed.map(modelJson) },
    document: [
      {
        type: 'table',
        columns: [
          { title: 'model', align: 'left', narrow: 'shrink' },
          { title: 'versions', align: 'right', narrow: 'keep' },
          { title: 'latest', align: 'right', narrow: 'keep' },
          { title: 'stages', align: 'left', narrow: 'keep' },
          { title: 'aliases', align: 'left', narrow: 'shrink' },
          { title: 'changed (UTC)', align: 'left', narrow: 'drop' },
        ],
        rows: listed.map(one => [
          { text: one.model.name },
          { text: formatCount(one.versions.length) },
          { text: one.versions[0] === undefined ? '–' : String(one.versions[0].version) },
          { text: stagesText(one) || '–' },
          { text: one.aliases.map(({ alias, version }) => `@${alias} ${version}`).join(', ') || '–' },
          { text: timeText(one.model.updatedMs) },
        ]),
      },
      ...(total === 0 ? [{ type: 'note' as const, text: 'no models' }] : []),
    ],
    records: {
      columns: ['name', 'versions', 'latest', 'stages', 'aliases', 'updated'],
      rows: listed.map(one => [
        one.model.name,
        one.versions.length,
        one.versions[0]?.version ?? null,
        stagesText(one),
        one.aliases.map(({ alias, version }) => `${alias}=${version}`).join(' '),
        isoTime(one.model.updatedMs),
      ]),
    },
    checks: [],
    verdict: 'ok',
  }
}

/** Which versions are in which stage, but for those in none. */
function stagesOf({ versions }: Listed): Map<string, number[]> {
  const stages = new Map<string, number[]>()
  for (const { stage, version } of versions) stages.set(stage, [...(stages.get(stage) ?? []), version])
  return stages
}

/** Only the stages that say something: what was put away or never promoted is counted as versions. */
function stagesText(listed: Listed): string {
  const parts = [...stagesOf(listed)].filter(([stage]) => stage !== 'None' && stage !== 'Archived')
  return parts.map(([stage, versions]) => `${stage} ${versions.join(' ')}`).join(', ')
}

function modelJson(listed: Listed): Record<string, unknown> {
  const { model, versions, aliases } = listed
  return {
    name: model.name,
    description: model.description,
    versions: versions.length,
    latest: versions[0]?.version ?? null,
    stages: Object.fromEntries(stagesOf(listed)),
    aliases: Object.fromEntries(aliases.map(({ alias, version }) => [alias, version])),
    created: isoTime(model.createdMs),
    updated: isoTime(model.updatedMs),
  }
}
