import { type Card, ownFields } from '../../cards/card.ts'
import { cardFacts } from '../../cards/card-facts.ts'
import { keepCard } from '../../cards/keep-card.ts'
import { newCard } from '../../cards/new-card.ts'
import { parseCard } from '../../cards/parse-card.ts'
import { dated, refreshed } from '../../cards/refresh-card.ts'
import { storedCard, storedCardBytes } from '../../cards/stored-card.ts'
import { MlregError } from '../../errors.ts'
import { resolveVersion } from '../../registry/resolve-version.ts'
import type { Version } from '../../registry/versions.ts'
import type { Store } from '../../store/store.ts'
import type { Context, Outcome } from '../command.ts'
import { actorOf } from '../tracking/actor.ts'
import { nowMs } from '../tracking/clock.ts'
import type { WriteOptions } from '../tracking/store-options.ts'
import { readingStore, writingStore } from '../tracking/with-store.ts'
import { cardBytes } from './card-operand.ts'
import { type Edited, editorOf, editText } from './edit-text.ts'
import type { EvaluationOptions } from './evaluation-options.ts'
import { keptOutcome } from './kept-outcome.ts'
import { type MeasuredCard, measureCard } from './measure-card.ts'
import { stillOpen } from './still-open.ts'

interface EditOptions extends WriteOptions, EvaluationOptions {
  readonly file?: string
  readonly refresh?: boolean
}

type EditContext = Context<EditOptions, readonly [model: string]>

/** The store is closed while somebody writes: the version is looked at again when the text is there. */
export async function editCard(context: EditContext): Promise<Outcome> {
  const { io, options, operands } = context
  const actor = await actorOf(io, options.as)
  const asksEditor = options.file === undefined && !isRefresh(options)
  const editor = asksEditor ? editorOf(io) : undefined
  const before = await readingStore(context, store => beforeEdit(context, store, operands[0]))
  const measured = await measureCard(context, before.version.drift)
  const edited = await textOf(context, before, editor)
  try {
    const card = parseCard(Buffer.from(edited.bytes), edited.source)
    requireSame(card, before.version, isRefresh(options))
    const outcome = await writingStore(context, async store => {
      const version = resolveVersion(store, before.reference)
      const text = textToKeep(card, { store, version, measured }, context)
      const kept = await keepCard(store, version, {
        ...{ text, from: before.version.card, by: 'edit', actor, nowMs: nowMs(io) },
      })
      return keptOutcome(options, {
        version,
        kept,
        text,
        lint: await stillOpen(context, store, version, text),
        measured,
      })
    })
    await edited.discard?.()
    return { ...outcome, warnings: measured?.warnings ?? [] }
  } catch (error) {
    throw edited.kept === undefined ? error : withPlace(error, edited.kept, before.reference)
  }
}

function isRefresh({ refresh, evaluation }: EditOptions): boolean {
  return refresh === true || evaluation !== undefined
}

interface Before {
  readonly version: Version
  readonly reference: string
  readonly text: string
}

function beforeEdit({ io }: EditContext, store: Store, operand: string): Before {
  const version = resolveVersion(store, operand)
  const text = storedCardBytes(store, version)?.toString('utf8')
  const reference = `models:/${version.name}/${version.version}`
  return { version, reference, text: text ?? newCard(cardFacts(store, version), nowMs(io)) }
}

async function textOf(
  { io, options }: EditContext,
  before: Before,
  editor: string | undefined,
): Promise<Edited> {
  if (options.file !== undefined) {
    const source = options.file === '-' ? 'standard input' : options.file
    return { bytes: await cardBytes(io, options.file), source }
  }
  if (editor === undefined) return { bytes: Buffer.from(before.text), source: 'that is stored' }
  return await editText(io, editor, {
    text: before.text,
    name: `${before.version.name}-${before.version.version}`,
  })
}

/** A card that says it is of another version would be a lie from the first day on. */
function requireSame(card: Card, { name, version }: Version, refresh: boolean): void {
  const { model, version: number } = ownFields(card)
  const isSame =
    (model === undefined || model === name) && (number === undefined || String(number) === String(version))
  if (refresh || isSame) return
  throw new MlregError(
    'conflict',
    `this card is of ${String(model)}/${String(number)}, not of ${name}/${version}`,
    {
      hint: `--refresh keeps its texts and puts in the facts of ${name}/${version}`,
    },
  )
}

/** The very text that is there stays as it is; anything else is of today. */
interface Keeping {
  readonly store: Store
  readonly version: Version
  readonly measured: MeasuredCard | undefined
}

function textToKeep(card: Card, { store, version, measured }: Keeping, { io, options }: EditContext): string {
  const there = storedCard(store, version)
  const time = nowMs(io)
  if (!isRefresh(options)) return there?.text === card.text ? card.text : dated(card, time)
  const text = refreshed(card, cardFacts(store, version), time, measured)
  const withoutDay = (one: string) => one.replace(/^ {2}updated: .*$/m, '')
  return there !== undefined && withoutDay(there.text) === withoutDay(text) ? there.text : text
}

function withPlace(error: unknown, place: string, reference: string): unknown {
  if (!(error instanceof MlregError)) return error
  return new MlregError(error.code, error.message, {
    hint: `your text is in ${place}: mend it, then mlreg card edit ${reference} --file ${place}`,
    cause: error,
  })
}
