import { readRegistry } from '../../config/read-registry.ts'
import { MlregError } from '../../errors.ts'
import { announce } from '../../hooks/announce.ts'
import { type Amendment, amendVersion } from '../../registry/amend-version.ts'
import { registerVersion } from '../../registry/register-version.ts'
import { isModelUri, resolveVersion } from '../../registry/resolve-version.ts'
import type { Version } from '../../registry/versions.ts'
import { checkKey } from '../../store/key.ts'
import type { Pair } from '../../store/params.ts'
import { escapeText } from '../../terminal/escape.ts'
import type { Context, Outcome } from '../command.ts'
import { acknowledgement } from '../tracking/acknowledgement.ts'
import { actorOf } from '../tracking/actor.ts'
import { nowMs } from '../tracking/clock.ts'
import { refuseTwice } from '../tracking/pair.ts'
import type { WriteOptions } from '../tracking/store-options.ts'
import { versionEvent } from '../tracking/version-event.ts'
import { readingStore, writingStore } from '../tracking/with-store.ts'
import { runOf, type SourceOptions, sourceOf } from './model-source.ts'
import { type BaselineOptions, columnsOf, type ReadBaseline, readBaseline } from './read-baseline.ts'
import { readTerms, requireColumns, type TermsOptions, termsOfRun } from './read-terms.ts'

interface RegisterOptions extends SourceOptions, BaselineOptions, TermsOptions, WriteOptions {
  readonly store?: string
  readonly description?: string
  readonly tag?: readonly Pair[]
  readonly again?: boolean
}

type RegisterContext = Context<RegisterOptions, readonly [name: string, path?: string]>

/** Prints `NAME/VERSION`, of the version that was there when the very same was registered before. */
export async function registerModel(context: RegisterContext): Promise<Outcome> {
  const { io, options, operands } = context
  const [name, path] = operands
  if (path === undefined && options.run === undefined && namesVersion(name)) return await amend(context)
  runOf(context)
  const { amendment, read } = await amendmentOf(context)
  const { policyFor, hooks } = await readRegistry(options.config, io)
  return await writingStore(context, async store => {
    const source = await sourceOf(context, store)
    const { terms, warning } = source.run === undefined ? { terms: {} } : termsOfRun(store, source.run)
    const { version, isNew } = await registerVersion(store, source, {
      ...amendment,
      ...{ name, stage: policyFor(name).first, ownTerms: terms, again: options.again === true },
    })
    const there = `this is registered as ${version.name}/${version.version} already; --again makes another version`
    const warnings = [
      ...(isNew ? [] : [there]),
      ...(read?.warnings ?? []),
      ...(warning === undefined ? [] : [warning]),
    ]
    const event = versionEvent('register', version, {
      ...{ actor: amendment.actor, timeMs: amendment.nowMs, store: store.directory },
      ...{ to: version.stage, reason: amendment.description ?? null },
    })
    const outcome = { ...done(context, version, isNew), warnings }
    return isNew ? { ...outcome, afterwards: () => announce(io, hooks, event) } : outcome
  })
}

/** `churn/7` and `churn@champion` name no model: more is said of a version that is there. */
function namesVersion(name: string): boolean {
  return isModelUri(name) || /[/@]/.test(name)
}

async function amend(context: RegisterContext): Promise<Outcome> {
  const { operands, options } = context
  const [name] = operands
  const { version, columns } = await readingStore(context, store => {
    const found = resolveVersion(store, name)
    return { version: found, columns: columnsOf(store, found) }
  })
  const { amendment, read } = await amendmentOf(context)
  const { description, tags, baseline, drift } = amendment
  if (tags.length === 0 && [description, baseline, drift].every(one => one === undefined)) {
    throw new MlregError('usage', `${name} is registered, and nothing more is said of it`, {
      hint: 'such as --baseline FILE, --description TEXT or --tag KEY=VALUE',
    })
  }
  for (const [flag, isGiven] of Object.entries({
    path: options.path,
    follow: options.follow,
    again: options.again,
  })) {
    if (isGiven) throw new MlregError('usage', `--${flag} is for a new version, and ${name} is there`)
  }
  const known = read?.columns ?? columns
  if (known !== undefined) requireColumns(known, { ...version.drift, ...drift })
  return await writingStore(context, async store => ({
    ...done(context, await amendVersion(store, version, amendment), false),
    warnings: read?.warnings ?? [],
  }))
}

/** What is said of the version, whether it is made or there; data are profiled here, before any lock. */
async function amendmentOf(
  context: RegisterContext,
): Promise<{ readonly amendment: Amendment; readonly read: ReadBaseline | undefined }> {
  const { io, options } = context
  const { tag: tags = [], description } = options
  refuseTwice('tag', tags)
  for (const [key] of tags) checkKey('tag', key)
  const drift = readTerms(options, io)
  const read = await readBaseline(context)
  if (read !== undefined) requireColumns(read.columns, drift ?? {})
  const amendment = {
    ...{ tags, actor: await actorOf(io, options.as), nowMs: nowMs(io) },
    ...(description === undefined ? {} : { description }),
    ...(read === undefined ? {} : { baseline: read.baseline }),
    ...(drift === undefined ? {} : { drift }),
  }
  return { amendment, read }
}

function done({ options }: RegisterContext, version: Version, isNew: boolean): Outcome {
  const { name, stage, source, digest, bytes, runId: run, baseline } = version
  const data = { name, version: version.version, stage, run, source, digest, bytes, baseline, new: isNew }
  const reference = `${escapeText(name)}/${version.version}`
  return acknowledgement(options, 'mlreg.registered/1', data, `${reference}\n`)
}
