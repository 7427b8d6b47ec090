import { type Command as Commander, InvalidArgumentError, Option } from 'commander'
import { lengthOfTime } from '../../config/length-of-time.ts'
import { type OutputOptions, showOptions } from '../options.ts'

const storeGroup = 'Store:'

/** The options of any command that reads the store. */
export interface ReadOptions extends OutputOptions {
  readonly store?: string
  readonly config?: string | false
}

/** The options of any command that writes to the store. */
export interface WriteOptions extends ReadOptions {
  /** Milliseconds. */
  readonly lockTimeout?: number
  readonly allowNetworkFs?: boolean
  /** Who does it. */
  readonly as?: string
}

export function readOptions(command: Commander): Commander {
  return showOptions(withStore(command))
}

/** Of a command that may be given what the store holds in the place of a file. */
export function withStore(command: Commander): Commander {
  return command.addOption(storeOption().helpGroup(storeGroup))
}

function storeOption(): Option {
  return new Option('--store <directory>', 'the store, instead of the .mlreg found here or above')
}

/** `actor: false` where --as names something else. */
export function writeOptions(command: Commander, { actor = true } = {}): Commander {
  readOptions(command)
  for (const option of writing(actor)) command.addOption(option.helpGroup(storeGroup))
  return command
}

/** For a command that judges, and may be asked to record what it found: the store's options without those of the output. */
export function recordingOptions(): Option[] {
  return [storeOption(), ...writing(true)]
}

function writing(actor: boolean): Option[] {
  return [
    new Option('--lock-timeout <time>', 'wait so long for other writers, such as 500ms or 2m')
      .argParser(duration)
      .default(undefined, '60s'),
    new Option('--allow-network-fs', 'use a store on a network file system; one host at a time'),
    ...(actor ? [new Option('--as <actor>', 'who does it')] : []),
  ]
}

/** Parses a length of time into milliseconds; a bare number is seconds. */
export function duration(text: string): number {
  const time = lengthOfTime(text)
  if (time !== undefined) return time
  throw new InvalidArgumentError('It must be a time such as 30s, 500ms or 2m.')
}
