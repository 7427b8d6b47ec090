import { verifyBlobs } from '../../artifacts/verify-blobs.ts'
import { readRegistry } from '../../config/read-registry.ts'
import { stageNamed } from '../../config/registry-policy.ts'
import { announce } from '../../hooks/announce.ts'
import type { RegistryEvent } from '../../hooks/registry-event.ts'
import { type Promoted, promoteVersion } from '../../registry/promote-version.ts'
import { resolveVersion } from '../../registry/resolve-version.ts'
import { filesOfVersion } from '../../registry/version-files.ts'
import { reference, type Version } from '../../registry/versions.ts'
import { counted } from '../../report/numbers.ts'
import type { Store } from '../../store/store.ts'
import { escapeText } from '../../terminal/escape.ts'
import type { Context, Outcome } from '../command.ts'
import { actorOf } from '../tracking/actor.ts'
import { nowMs } from '../tracking/clock.ts'
import type { WriteOptions } from '../tracking/store-options.ts'
import { versionEvent } from '../tracking/version-event.ts'
import { writingStore } from '../tracking/with-store.ts'
import { judgeStage } from './judge-stage.ts'
import { checkReason } from './reason.ts'
import { registryOutcome } from './registry-outcome.ts'

export interface PromoteOptions extends WriteOptions {
  readonly to: string
  readonly reason: string
  readonly keepExisting?: boolean
  readonly force?: boolean
}

type PromoteContext = Context<PromoteOptions, readonly [model: string]>

/** Exit 1, and a refusal in the history, when something speaks against it; exit 2 when it cannot be judged. */
export async function runPromote(context: PromoteContext): Promise<Outcome> {
  const { io, options, operands } = context
  const { keepExisting = false, force = false } = options
  const reason = checkReason(options.reason)
  const actor = await actorOf(io, options.as)
  const { policyFor, hooks } = await readRegistry(options.config, io)
  return await writingStore(context, store => {
    const [to, promoted] = store.write(() => {
      const version = resolveVersion(store, operands[0])
      const policy = policyFor(version.name)
      const stage = stageNamed(policy, options.to)
      if (stage.name !== policy.archive) refuseLost(store, version)
      return [
        stage.name,
        promoteVersion(store, version, {
          ...{ policy, stage, reason, actor, keepExisting, force },
          ...{ nowMs: nowMs(io), startedMs: io.startedMs },
          judge: judgeStage(store, policy, nowMs(io)),
        }),
      ]
    })
    const { outcome, trouble, warnings } = promoted
    const fine = outcome === 'promoted' || outcome === 'unchanged'
    const data = promotedJson(promoted, to, { actor, reason })
    const event = eventOf(promoted, { actor, timeMs: nowMs(io), store: store.directory, to, reason })
    return {
      ...registryOutcome(options, data, textOf(promoted, to), fine),
      warnings,
      ...(trouble === undefined ? {} : { trouble }),
      ...(event === undefined ? {} : { afterwards: () => announce(io, hooks, event) }),
    }
  })
}

/** What hooks are told: nothing where nothing was asked for. What cannot be judged is refused. */
function eventOf(
  { outcome, version, refusals, forced, archived }: Promoted,
  told: Pick<RegistryEvent, 'actor' | 'timeMs' | 'store' | 'to' | 'reason'>,
): RegistryEvent | undefined {
  if (outcome === 'unchanged') return undefined
  return versionEvent(outcome === 'promoted' ? 'promote' : 'refuse', version, {
    ...{ ...told, from: version.stage, forced, refusals },
    archived: archived.map(one => one.version),
  })
}

/** What is lost can be put away, and nothing else. Only sizes are looked at: the lock is held. */
function refuseLost(store: Store, version: Version): void {
  verifyBlobs(store.directory, filesOfVersion(store, version), reference(version), { reads: false })
}

function promotedJson(
  { version, outcome, archived, refusals, forced, evidence }: Promoted,
  to: string,
  { actor, reason }: { readonly actor: string; readonly reason: string },
) {
  return {
    schema: 'mlreg.promoted/1',
    outcome,
    name: version.name,
    version: version.version,
    from: version.stage,
    to,
    archived: archived.map(one => one.version),
    forced,
    refused: outcome === 'refused' || outcome === 'unjudged' ? refusals.join('; ') : null,
    refusals,
    evidence,
    by: actor,
    reason,
  }
}

function textOf(promoted: Promoted, to: string): string {
  const { version, outcome, archived, archive, refusals, passed, forced, trouble } = promoted
  const said = escapeText(reference(version))
  if (outcome === 'unchanged') return `${said}: ${escapeText(to)} already\n`
  // What is trouble is said on stderr.
  const against = refusals
    .filter(refusal => refusal !== trouble?.message)
    .map(refusal => `  ${escapeText(refusal)}\n`)
    .join('')
  const met = passed.length === 0 ? '' : `  ${escapeText(passedText(passed))}\n`
  const change = `${said}: ${escapeText(`${version.stage} -> ${to}`)}`
  if (outcome === 'refused') return `${change} is refused\n${against}${met}`
  if (outcome === 'unjudged') return `${change} cannot be judged\n${against}${met}`
  const room = archived.map(one => reference(one)).join(', ')
  const moved = room === '' ? '' : ` (${escapeText(`${room} -> ${archive}`)})`
  return forced ? `${change}${moved}, overruling\n${against}${met}` : `${change}${moved}\n${met}`
}

/** `2 rules passed (auc >= 0.9, data.training)`. */
function passedText(passed: readonly string[]): string {
  return `${counted(passed.length, 'rule')} passed (${passed.join(', ')})`
}
