import { readRegistry } from '../../config/read-registry.ts'
import { type RegistryPolicy, stageNamed } from '../../config/registry-policy.ts'
import { MlregError } from '../../errors.ts'
import type { Io } from '../../io.ts'
import { modelEvents } from '../../registry/model-events.ts'
import { modelSpelled } from '../../registry/models.ts'
import { resolveModel } from '../../registry/resolve-version.ts'
import { timeAgo } from '../../search/age.ts'
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
    const plain = operands[0].replace(/^models:\/+/, '')
    const { name } = modelSpelled(store, plain) ?? resolveModel(store, operands[0])
    const events = modelEvents(store, name)
    const policy = policyFor(name)
    const stage = options.stage === undefined ? undefined : known(options.stage, policy, events)
    const report =
      asOf === undefined
        ? eventsReport(events.filter(({ from, to }) => stage === undefined || from === stage || to === stage))
        : stateReport(name, events, asOf, { stage, order: policy.stages.map(one => one.name) })
    return { report, fine: true }
  })
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
