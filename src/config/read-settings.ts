import { MlregError } from '../errors.ts'
import type { Io } from '../io.ts'
import { configFiles } from './config-files.ts'
import { readConfig } from './read-config.ts'
import type { Setting } from './setting.ts'
import { textsOfVariable, typeInWords } from './setting-texts.ts'
import { settings } from './settings.ts'

/** A setting somebody made outside the command line. */
export interface MadeSetting {
  readonly setting: Setting
  /** What its flag would have been given, one text for each time. */
  readonly texts: readonly string[]
  readonly source: 'env' | 'config'
  /** Where to go and change it: `MLREG_POLICY`, or `/repo/mlreg.toml:3`. */
  readonly origin: string
}

/** All settings made, in the order of the table: environment before project file before user file. */
export async function readSettings(choice: string | false | undefined, io: Io): Promise<MadeSetting[]> {
  const made = new Map<Setting, MadeSetting>()
  for (const setting of settings) {
    const text = io.env[setting.env]
    if (text !== undefined && text !== '') made.set(setting, fromVariable(setting, text))
  }
  for (const { path } of configFiles(choice, io)) {
    for (const { setting, texts, line } of (await readConfig(path)).entries) {
      if (!made.has(setting))
        made.set(setting, { setting, texts, source: 'config', origin: `${path}:${line}` })
    }
  }
  return settings.flatMap(setting => made.get(setting) ?? [])
}

function fromVariable(setting: Setting, text: string): MadeSetting {
  const texts = textsOfVariable(setting, text)
  if (texts === undefined) {
    throw new MlregError('config', `${setting.env} has to be ${typeInWords[setting.type]}, and is "${text}"`)
  }
  return { setting, texts, source: 'env', origin: setting.env }
}
