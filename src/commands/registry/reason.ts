import { Option } from 'commander'
import { MlregError } from '../../errors.ts'

/** The option of every command whose change somebody will ask about later. */
export function reasonOption(): Option {
  return new Option('--reason <text>', 'why; it stays in the history').makeOptionMandatory()
}

/** Refuses a reason that is none. */
export function checkReason(reason: string): string {
  if (reason.trim() !== '') return reason
  throw new MlregError('usage', '--reason says nothing')
}
