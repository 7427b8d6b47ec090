import type { Command as Commander, Option } from 'commander'
import { MlregError } from '../errors.ts'
import type { Io } from '../io.ts'
import { type MadeSetting, readSettings } from './read-settings.ts'

/**
 * Fills in the options that were not typed, from the environment and the settings files, and gives those it used. Each
 * value goes through its flag's own parser, so that a setting is as good or as bad as the flag.
 */
export async function applySettings(command: Commander, io: Io): Promise<MadeSetting[]> {
  const choice = command.opts().config as string | boolean | undefined
  const made = await readSettings(choice === true ? undefined : choice, io)
  return made.filter(one => isFor(command, one) && apply(command, one))
}

function isFor(command: Commander, { setting }: MadeSetting): boolean {
  const section = setting.key.split('.')[0]
  if (setting.alone) return section === command.name() && topName(command) === section
  if (section === 'profile' && makesProfiles(command)) return true
  return section === 'output' || section === 'store' || section === topName(command)
}

/** What keeps profiles besides other things keeps them as `mlreg profile` would. */
function makesProfiles(command: Commander): boolean {
  const top = topName(command)
  return top === 'register' || (top === 'log' && command.name() === 'data')
}

function topName(command: Commander): string {
  return command.parent?.parent ? topName(command.parent) : command.name()
}

function apply(command: Commander, made: MadeSetting): boolean {
  const option = command.options.find(({ long }) => long === made.setting.flag)
  if (option === undefined) return false
  // A page has formats of its own.
  if (made.setting.key === 'output.format' && option.defaultValue !== 'text') return false
  const name = option.attributeName()
  if ((command.getOptionValueSource(name) ?? 'default') !== 'default') return false
  command.setOptionValueWithSource(name, parsed(option, made), made.source)
  return true
}

function parsed(option: Option, { setting, texts, origin }: MadeSetting): unknown {
  if (setting.type === 'boolean') return texts[0] === 'true'
  try {
    return texts.reduce<unknown>((value, text) => option.parseArg?.(text, value) ?? text, option.defaultValue)
  } catch (error) {
    const name = origin === setting.env ? origin : `${origin}: ${setting.key}`
    throw new MlregError('config', `${name}: ${(error as Error).message}`, { cause: error })
  }
}
