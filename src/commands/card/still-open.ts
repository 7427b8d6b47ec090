import { cardFacts } from '../../cards/card-facts.ts'
import { type CardLint, lintText } from '../../cards/lint-card.ts'
import { parseCard } from '../../cards/parse-card.ts'
import { readRegistry } from '../../config/read-registry.ts'
import type { Version } from '../../registry/versions.ts'
import { counted } from '../../report/numbers.ts'
import type { Store } from '../../store/store.ts'
import { escapeText } from '../../terminal/escape.ts'
import type { Context } from '../command.ts'
import { nowMs } from '../tracking/clock.ts'
import type { WriteOptions } from '../tracking/store-options.ts'

/** Judges a card that was just stored, and tells on stderr how much is left to be done. */
export async function stillOpen(
  { io, options }: Pick<Context<WriteOptions>, 'io' | 'options'>,
  store: Store,
  version: Version,
  text: string,
): Promise<CardLint> {
  const { policyFor } = await readRegistry(options.config, io)
  const lint = lintText(parseCard(Buffer.from(text), 'that was stored'), cardFacts(store, version), {
    nowMs: nowMs(io),
    policy: policyFor(version.name),
  })
  if (lint.findings.length > 0 && options.quiet !== true) {
    const name = escapeText(`${version.name}/${version.version}`)
    io.stderr(`mlreg: ${counted(lint.findings.length, 'thing')} to see to: mlreg card lint ${name}\n`)
  }
  return lint
}
