import { type Command as Commander, InvalidArgumentError, Option } from 'commander'
import { parseTime } from '../tracking/clock.ts'
import { writeOptions } from '../tracking/store-options.ts'

export function nameOption(command: Commander, value: string): void {
  command.addOption(new Option(`--as ${value}`, "its name; the file's own when left out").helpGroup('Run:'))
}

export function runOption(command: Commander, actor = true): Commander {
  command.addOption(new Option('--run <run>', 'the run, instead of MLREG_RUN_ID').helpGroup('Run:'))
  return writeOptions(command, { actor })
}

export function wholeNumber(text: string): number {
  const number = Number(text)
  if (/^-?\d+$/.test(text) && Number.isSafeInteger(number)) return number
  throw new InvalidArgumentError('It must be a whole number.')
}

export function time(text: string): number {
  const ms = parseTime(text)
  if (ms !== undefined) return ms
  throw new InvalidArgumentError('It must be a time such as 2026-05-01T12:00:00Z.')
}

export function cutoff(text: string): string {
  if (parseTime(text) !== undefined) return text
  throw new InvalidArgumentError('It must be a date or a time such as 2026-03-31.')
}
