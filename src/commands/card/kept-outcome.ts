import type { Kept } from '../../cards/keep-card.ts'
import type { CardLint } from '../../cards/lint-card.ts'
import type { Version } from '../../registry/versions.ts'
import { escapeText } from '../../terminal/escape.ts'
import type { Outcome } from '../command.ts'
import type { OutputOptions } from '../options.ts'
import { acknowledgement } from '../tracking/acknowledgement.ts'

interface KeptCard {
  readonly version: Version
  readonly kept: Kept
  readonly text: string
  readonly lint: CardLint
}

/** What is said of a card that was stored: the version, and for programs how much is left to be done. */
export function keptOutcome(options: OutputOptions, { version, kept, text, lint }: KeptCard): Outcome {
  const errors = lint.findings.filter(({ severity }) => severity === 'error').length
  const done = {
    name: version.name,
    version: version.version,
    digest: kept.digest,
    bytes: Buffer.byteLength(text),
    changed: kept.changed,
    errors,
    warnings: lint.findings.length - errors,
  }
  return acknowledgement(
    options,
    'mlreg.card-kept/1',
    done,
    `${escapeText(`${version.name}/${version.version}`)}\n`,
  )
}
