import { MlregError } from '../errors.ts'
import { nearest } from '../nearest.ts'
import { lengthOfTime } from './length-of-time.ts'
import { isTable } from './setting-texts.ts'

/** Moments at which a command of the user's is run. */
export const hookNames = [
  'post-register',
  'post-promote',
  'post-refuse',
  'post-rollback',
  'post-check',
] as const
export type HookName = (typeof hookNames)[number]

/** `[hooks]` of mlreg.toml: what a shell is to run, and for how long at most. */
export interface HooksSection {
  readonly commands: Readonly<Partial<Record<HookName, string>>>
  readonly timeoutMs: number
}

export const defaultHooks: HooksSection = { commands: {}, timeoutMs: 30_000 }

/** A longer wait would have the timer end at once. */
const longestMs = 24 * 3_600_000

/** Reads the table `[hooks]`. */
export function parseHooks(value: unknown, path: string): HooksSection {
  if (!isTable(value)) throw new MlregError('config', `${path}: hooks has to be a table`)
  const { timeout, ...commands } = value
  const known = [...hookNames, 'timeout']
  for (const [name, command] of Object.entries(commands)) {
    if (!known.includes(name)) {
      const near = nearest(name, known)
      throw new MlregError('config', `${path}: unknown key "${name}" in [hooks]`, {
        hint: near === undefined ? `known are ${known.join(', ')}` : `did you mean "${near}"?`,
      })
    }
    if (typeof command !== 'string')
      throw new MlregError('config', `${path}: hooks.${name} has to be a string`)
  }
  const timeoutMs = timeout === undefined ? defaultHooks.timeoutMs : timeOf(timeout, path)
  return { commands: commands as HooksSection['commands'], timeoutMs }
}

function timeOf(timeout: unknown, path: string): number {
  const isTime = typeof timeout === 'string' || typeof timeout === 'number' || typeof timeout === 'bigint'
  const time = isTime ? lengthOfTime(String(timeout)) : undefined
  if (time !== undefined && time > 0 && time <= longestMs) return time
  throw new MlregError('config', `${path}: hooks.timeout has to be a time such as "30s", a day at most`)
}
