import { readFileSync } from 'node:fs'
import { MlregError } from '../errors.ts'
import { nearest } from '../nearest.ts'
import { type HooksSection, parseHooks } from './hooks-section.ts'
import { lineOfKey } from './line-of-key.ts'
import type { RegistrySection } from './registry-policy.ts'
import { parseRegistry } from './registry-section.ts'
import type { Setting } from './setting.ts'
import { isTable, textsOfValue, typeInWords } from './setting-texts.ts'
import { settings } from './settings.ts'

/** One setting as a file gives it. */
export interface ConfigEntry {
  readonly setting: Setting
  readonly texts: readonly string[]
  readonly line: number
}

/** What a settings file says. */
export interface Config {
  readonly entries: readonly ConfigEntry[]
  /** The sections that are no settings of a command, as they are read. */
  readonly registry?: RegistrySection
  readonly hooks?: HooksSection
}

/** Reads and checks a settings file: a key that is misspelt would silently loosen a gate, so it is an error. */
export async function readConfig(path: string): Promise<Config> {
  const toml = read(path)
  const { registry, hooks, ...others } = await parseToml(toml, path)
  return {
    entries: entriesOf(others, toml, path),
    ...(registry === undefined ? {} : { registry: parseRegistry(registry, path) }),
    ...(hooks === undefined ? {} : { hooks: parseHooks(hooks, path) }),
  }
}

function entriesOf(sectionTables: Record<string, unknown>, toml: string, path: string): ConfigEntry[] {
  const entries: ConfigEntry[] = []
  for (const [section, table] of Object.entries(sectionTables)) {
    if (!sections().includes(section))
      throw unknown(`${path}:${lineOfKey(toml, section, undefined)}`, section)
    if (!isTable(table)) throw new MlregError('config', `${path}: ${section} has to be a table`)
    for (const [name, value] of Object.entries(table)) {
      const setting = settings.find(({ key }) => key === `${section}.${name}`)
      const line = lineOfKey(toml, section, name)
      if (setting === undefined) throw unknown(`${path}:${line}`, section, name)
      const texts = textsOfValue(setting, value, path)
      if (texts === undefined) {
        throw new MlregError(
          'config',
          `${path}:${line}: ${setting.key} has to be ${typeInWords[setting.type]}`,
        )
      }
      entries.push({ setting, texts, line })
    }
  }
  return entries
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new MlregError('config', `cannot read the settings file ${path}: ${(error as Error).message}`, {
      cause: error,
    })
  }
}

async function parseToml(toml: string, path: string): Promise<Record<string, unknown>> {
  const { parse, TomlError } = await import('smol-toml')
  try {
    return parse(toml)
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    const reason = error.message.split('\n')[0]?.replace('Invalid TOML document: ', '')
    throw new MlregError('config', `${path}:${error.line}: ${reason}`, { cause: error })
  }
}

function unknown(place: string, section: string, name?: string): MlregError {
  const known = name === undefined ? [...sections(), 'registry', 'hooks'] : namesIn(section)
  const what = name === undefined ? `section "${section}"` : `key "${name}" in [${section}]`
  const near = nearest(name ?? section, known)
  return new MlregError('config', `${place}: unknown ${what}`, {
    hint: near === undefined ? `known are ${known.join(', ')}` : `did you mean "${near}"?`,
  })
}

function sections(): string[] {
  return [...new Set(settings.map(({ key }) => key.split('.')[0] ?? ''))]
}

function namesIn(section: string): string[] {
  return settings
    .filter(({ key }) => key.startsWith(`${section}.`))
    .map(({ key }) => key.slice(section.length + 1))
}
