import type { Kept } from '../../cards/keep-card.ts'
import type { CardLint } from '../../cards/lint-card.ts'
import type { Version } from '../../registry/versions.ts'
import { escapeText } from '../../terminal/escape.ts'
import type { Outcome } from '../command.ts'
import type { OutputOptions } from '../options.ts'
import { acknowledgement } from '../tracking/acknowledgement.ts'
import type { MeasuredCard } from './measure-card.ts'

interface KeptCard {
  readonly version: Version
  readonly kept: Kept
  readonly text: string
  readonly lint: CardLint
  readonly measured: MeasuredCard | undefined
}

/** What is said of a card that was stored: the version, and for programs how much is left to be done. */
export function keptOutcome(
  options: OutputOptions,
  { version, kept, text, lint, measured }: KeptCard,
): Outcome {
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
  const outcome = acknowledgement(
    options,
    'mlreg.card-kept/1',
    done,
    `${escapeText(`${version.name}/${version.version}`)}\n`,
  )
  if (outcome.report === undefined || measured === undefined) return outcome
  const { data, ...report } = outcome.report
  return { ...outcome, report: { ...report, data: { ...data, subgroups: measured.subgroups } } }
}
