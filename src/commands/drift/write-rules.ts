import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { configFiles } from '../../config/config-files.ts'
import { setRules } from '../../config/set-rules.ts'
import { parseRule, type Rule } from '../../drift/rule.ts'
import { MlregError } from '../../errors.ts'
import type { Io } from '../../io.ts'
import type { TuneOptions } from './tune-options.ts'

/**
 * The settings file with the rules in it, to be written whole: --config FILE, else the project's, else a new one here. A
 * rule for a column takes the place of one there on the same figure of the same test.
 */
export async function writeRules(
  rules: readonly string[],
  { config }: TuneOptions,
  io: Io,
): Promise<{ readonly path: string; readonly content: Uint8Array }> {
  if (config === false) {
    throw new MlregError('usage', '--no-config leaves no settings file to write to', {
      hint: 'name one with --config, or leave --write out',
    })
  }
  const found = configFiles(typeof config === 'string' ? config : undefined, io)
  const path = found.find(({ origin }) => origin !== 'user')?.path ?? join(io.cwd, 'mlreg.toml')
  const toml = existsSync(path) ? readFileSync(path, 'utf8') : ''
  const subjects = new Map(rules.map(rule => [subjectOf(parseRule(rule)), rule]))
  const instead = (rule: string) => subjects.get(readSubject(rule))
  return { path, content: Buffer.from(await setRules(toml, { rules, instead }, path)) }
}

/** What a rule of one condition is about; that of several is about none alone. */
function subjectOf({ column, conditions }: Rule): string | undefined {
  const [{ measure, figure }, second] = conditions
  return column === undefined || second !== undefined ? undefined : JSON.stringify([column, measure, figure])
}

/** A rule that cannot be read is left to `mlreg drift` to complain about. */
function readSubject(rule: string): string | undefined {
  try {
    return subjectOf(parseRule(rule))
  } catch {
    return undefined
  }
}
