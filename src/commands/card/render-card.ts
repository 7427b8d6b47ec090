import { resolve } from 'node:path'
import { renderHtml } from '../../cards/render-html.ts'
import { aliasesOfVersion } from '../../registry/aliases.ts'
import type { Store } from '../../store/store.ts'
import { escapeLines } from '../../terminal/escape-lines.ts'
import type { Context, Outcome } from '../command.ts'
import type { ReadOptions } from '../tracking/store-options.ts'
import { type NamedCard, requireCard, withCard } from './card-operand.ts'

interface RenderOptions extends ReadOptions {
  readonly output?: string
}

/** Into a file goes the Markdown as it is; on a screen nothing of it commands the terminal. */
export async function renderCard(context: Context<RenderOptions, readonly [card: string]>): Promise<Outcome> {
  const { io, options, operands } = context
  return await withCard(context, operands[0], (named, store) => {
    const card = requireCard(named)
    const page = options.format === 'md' ? card.text : renderHtml(card, factsOf(named, store))
    if (options.output === undefined || options.output === '-') {
      return { text: options.format === 'md' ? escapeLines(page) : page, fine: true }
    }
    return { files: [{ path: resolve(io.cwd, options.output), content: Buffer.from(page) }], fine: true }
  })
}

/** Where the version stands, which a card cannot know: it may have been promoted since. */
function factsOf({ version }: NamedCard, store: Store | undefined): [string, string][] {
  if (version === undefined || store === undefined) return []
  const aliases = aliasesOfVersion(store, version).map(alias => `@${alias}`)
  const since = new Date(version.stagedMs).toISOString().slice(0, 10)
  return [
    ['stage', `${version.stage}, since ${since}`],
    ...(aliases.length === 0 ? [] : [['aliases', aliases.join(' ')] as [string, string]]),
  ]
}
