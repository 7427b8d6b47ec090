import { readRegistry } from '../../config/read-registry.ts'
import { type RegistryPolicy, stageNamed } from '../../config/registry-policy.ts'
import { MlregError } from '../../errors.ts'
import type { Io } from '../../io.ts'
import { modelEvents } from '../../registry/model-events.ts'
import { modelSpelled } from '../../registry/models.ts'
import { namesModel, resolveModel, resolveVersion } from '../../registry/resolve-version.ts'
import { isNumberTaken } from '../../registry/versions.ts'
import { timeAgo } from '../../search/age.ts'
import type { Store } from '../../store/store.ts'
import type { Context, Outcome } from '../command.ts'
import { nowMs, parseTime } from '../tracking/clock.ts'
import type { ReadOptions } from '../tracking/store-options.ts'
import { readingStore } from '../tracking/with-store.ts'
import { eventsReport } from './events-report.ts'
import { stateReport } from './state-report.ts'

export interface HistoryOptions extends ReadOptions {
  readonly asOf?: string
  readonly stage?: string
}

/** The history outlives the model. */
export async function runHistory(
  context: Context<HistoryOptions, readonly [name: string]>,
): Promise<Outcome> {
  const { io, options, operands } = context
  const asOf = options.asOf === undefined ? undefined : momentOf(options.asOf, io)
  const { policyFor } = await readRegistry(options.config, io)
  return await readingStore(context, store => {
    const { name, only } = subjectOf(store, operands[0])
    if (only !== undefined && asOf !== undefined) {
      throw new MlregError(
        'usage',
        `--as-of shows a whole model, and "${operands[0]}" is one of its versions`,
        {
          hint: `mlreg history ${name} --as-of '${options.asOf}'`,
        },
      )
    }
    const all = modelEvents(store, name)
    const events = only === undefined ? all : all.filter(({ version }) => version === only)
    const policy = policyFor(name)
    const stage = options.stage === undefined ? undefined : known(options.stage, policy, events)
    const report =
      asOf === undefined
        ? eventsReport(events.filter(({ from, to }) => stage === undefined || from === stage || to === stage))
        : stateReport(name, events, asOf, { stage, order: policy.stages.map(one => one.name) })
    return { report, fine: true }
  })
}

/** A model's name, or one of its versions: one that is deleted is known by its number alone. */
function subjectOf(store: Store, text: string): { name: string; only?: number } {
  const plain = text.replace(/^models:\/+/, '')
  const model = modelSpelled(store, plain)
  if (model !== undefined) return { name: model.name }
  const [, name = '', number] = /^([^/]+)\/(\d+)$/.exec(plain) ?? []
  const of = modelSpelled(store, name)
  if (of !== undefined && isNumberTaken(store, of, Number(number))) {
    return { name: of.name, only: Number(number) }
  }
  if (namesModel(store, text)) return { name: resolveModel(store, text).name }
  const version = resolveVersion(store, text)
  return { name: version.name, only: version.version }
}

function momentOf(text: string, io: Io): number {
  const time = timeAgo(text, nowMs(io)) ?? parseTime(text)
  if (time !== undefined) return time
  throw new MlregError('usage', `--as-of "${text}" is no time`, {
    hint: "such as 2026-05-01, 2026-05-01T12:00Z or '7d ago'",
  })
}

/** The history may know stages that the settings do not have any more. */
function known(
  text: string,
  policy: RegistryPolicy,
  events: readonly { readonly from: unknown; readonly to: unknown }[],
): string {
  const wanted = text.toLowerCase()
  const named = events.flatMap(({ from, to }) => [from, to]).find(one => String(one).toLowerCase() === wanted)
  return typeof named === 'string' ? named : stageNamed(policy, text).name
}
