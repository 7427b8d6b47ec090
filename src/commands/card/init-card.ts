import { resolve } from 'node:path'
import { cardFacts } from '../../cards/card-facts.ts'
import { keepCard } from '../../cards/keep-card.ts'
import { newCard } from '../../cards/new-card.ts'
import { parseCard } from '../../cards/parse-card.ts'
import { refreshed } from '../../cards/refresh-card.ts'
import { storedCard } from '../../cards/stored-card.ts'
import { MlregError } from '../../errors.ts'
import { newFile } from '../../exchange/new-file.ts'
import { modelNamed } from '../../registry/models.ts'
import { resolveVersion } from '../../registry/resolve-version.ts'
import { type Version, versionsOf } from '../../registry/versions.ts'
import type { Store } from '../../store/store.ts'
import { escapeText } from '../../terminal/escape.ts'
import type { Context, Outcome } from '../command.ts'
import { actorOf } from '../tracking/actor.ts'
import { nowMs } from '../tracking/clock.ts'
import type { WriteOptions } from '../tracking/store-options.ts'
import { readingStore, writingStore } from '../tracking/with-store.ts'
import type { EvaluationOptions } from './evaluation-options.ts'
import { keptOutcome } from './kept-outcome.ts'
import { type MeasuredCard, measureCard } from './measure-card.ts'
import { stillOpen } from './still-open.ts'

interface InitOptions extends WriteOptions, EvaluationOptions {
  readonly output?: string
  readonly force?: boolean
}

type InitContext = Context<InitOptions, readonly [model: string]>

export async function initCard(context: InitContext): Promise<Outcome> {
  const { options, operands } = context
  const terms = await readingStore(context, store => {
    const version = resolveVersion(store, operands[0])
    if (options.output === undefined) refuseTaken(version, options)
    return version.drift
  })
  const measured = await measureCard(context, terms)
  const outcome =
    options.output === undefined
      ? await stored(context, measured)
      : await written(context, options.output, measured)
  return { ...outcome, warnings: measured?.warnings ?? [] }
}

function refuseTaken({ card, name, version }: Version, { force }: InitOptions): void {
  if (card === null || force === true) return
  throw new MlregError('already-exists', `${name}/${version} has a model card`, {
    hint: `change it: mlreg card edit ${name}/${version}; --force begins anew`,
  })
}

async function stored(context: InitContext, measured: MeasuredCard | undefined): Promise<Outcome> {
  const { io, options, operands } = context
  const actor = await actorOf(io, options.as)
  return await writingStore(context, async store => {
    const version = resolveVersion(store, operands[0])
    const name = `${version.name}/${version.version}`
    refuseTaken(version, options)
    const { text, carried } = draft(store, version, nowMs(io), measured)
    const kept = await keepCard(store, version, {
      ...{ text, from: version.card, by: 'init', actor, nowMs: nowMs(io) },
    })
    if (carried !== undefined) tell(context, `the texts are those of ${name.replace(/\d+$/, '')}${carried}`)
    const lint = await stillOpen(context, store, version, text)
    return keptOutcome(options, { version, kept, text, lint, measured })
  })
}

async function written(
  context: InitContext,
  output: string,
  measured: MeasuredCard | undefined,
): Promise<Outcome> {
  const { io, options, operands } = context
  return await readingStore(context, async store => {
    const version = resolveVersion(store, operands[0])
    const { text } = draft(store, version, nowMs(io), measured)
    if (output === '-') return { text, fine: true }
    const target = resolve(io.cwd, output)
    const { writeFile } = await import('node:fs/promises')
    await newFile(target, options.force === true, async path => await writeFile(path, text))
    const name = `${version.name}/${version.version}`
    tell(context, `fill it in, then store it: mlreg card edit ${name} --file ${output}`)
    return { text: `${escapeText(output)}\n`, fine: true }
  })
}

/** With the texts of the newest earlier version that has a card, else of none. */
function draft(
  store: Store,
  version: Version,
  timeMs: number,
  measured: MeasuredCard | undefined,
): { text: string; carried?: number } {
  const facts = cardFacts(store, version)
  const model = modelNamed(store, version.name)
  const earlier = model && versionsOf(store, model).filter(one => one.version < version.version)
  const before = earlier?.find(({ card }) => card !== null)
  const card = before && storedCard(store, before)
  if (before === undefined || card === undefined) return { text: newCard(facts, timeMs, measured) }
  const text = refreshed(card, facts, timeMs, measured)
  parseCard(Buffer.from(text), 'that was carried over')
  return { text, carried: before.version }
}

function tell({ io, options }: InitContext, line: string): void {
  if (options.quiet !== true) io.stderr(`mlreg: ${escapeText(line)}\n`)
}
