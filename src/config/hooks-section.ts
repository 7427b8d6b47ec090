import { MlregError } from '../errors.ts'
import { nearest } from '../nearest.ts'
import { isTable } from './setting-texts.ts'

/** Moments at which a command of the user's is run. */
export const hookNames = ['post-register', 'post-promote', 'post-rollback'] as const
export type HookName = (typeof hookNames)[number]

/** `[hooks]` of mlreg.toml: what a shell is to run, and for how long at most. */
export type HooksSection = Readonly<Partial<Record<HookName | 'timeout', string>>>

/** Reads the table `[hooks]`. */
export function parseHooks(value: unknown, path: string): HooksSection {
  if (!isTable(value)) throw new MlregError('config', `${path}: hooks has to be a table`)
  const known = [...hookNames, 'timeout']
  for (const [name, command] of Object.entries(value)) {
    if (!known.includes(name)) {
      const near = nearest(name, known)
      throw new MlregError('config', `${path}: unknown key "${name}" in [hooks]`, {
        hint: near === undefined ? `known are ${known.join(', ')}` : `did you mean "${near}"?`,
      })
    }
    if (typeof command !== 'string')
      throw new MlregError('config', `${path}: hooks.${name} has to be a string`)
  }
  return value as HooksSection
}
