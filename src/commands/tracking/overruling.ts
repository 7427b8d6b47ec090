import { Option } from 'commander'
import { MlregError } from '../../errors.ts'

/** The options of a command that deletes what a version in use may come from. */
export interface Overruling {
  readonly force?: boolean
  readonly reason?: string
}

export function overrulingOptions(): Option[] {
  return [
    new Option('--force', 'also what a protected version of a model comes from; needs --reason'),
    new Option('--reason <text>', 'why; it stays in the audit'),
  ]
}

/** The reason, for the event. Throws `usage` where one is needed and none is given. */
export function overrulingReason({ force, reason }: Overruling): { reason?: string } {
  if (reason === undefined && !force) return {}
  if (reason !== undefined && reason.trim() !== '') return { reason }
  throw new MlregError('usage', reason === undefined ? '--force needs a --reason' : '--reason says nothing')
}

/** What is recorded of the sentences that speak against it. Throws `conflict` where they are not overruled. */
export function overrule(
  what: string,
  against: readonly string[],
  { force }: Overruling,
): { forced?: true; overruled?: readonly string[] } {
  if (against.length === 0) return {}
  if (force) return { forced: true, overruled: against }
  throw new MlregError('conflict', `${what} is not deleted: ${against.join('; ')}`, {
    hint: 'promote another version or move the alias first; --force --reason R overrules, which is recorded',
  })
}
