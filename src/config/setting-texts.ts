import { dirname, resolve } from 'node:path'
import type { Setting } from './setting.ts'

/**
 * A value of mlreg.toml as what the flag would have been given, one text for each time it would have been typed;
 * undefined when the value is of another type than the setting's.
 */
export function textsOfValue(setting: Setting, value: unknown, file: string): string[] | undefined {
  switch (setting.type) {
    case 'string':
      return typeof value === 'string' ? [value] : undefined
    case 'number':
      return typeof value === 'number' || typeof value === 'bigint' ? [String(value)] : undefined
    case 'boolean':
      return typeof value === 'boolean' ? [String(value)] : undefined
    case 'path':
      return typeof value === 'string' ? [resolve(dirname(file), value)] : undefined
    case 'names':
      return typeof value === 'string' ? [value] : isStrings(value) ? [joinNames(value)] : undefined
    case 'strings':
      return isStrings(value) ? value : undefined
    case 'pairs':
      return isTable(value) && isStrings(Object.values(value))
        ? Object.entries(value).map(([key, kind]) => `${key}=${kind}`)
        : undefined
  }
}

/** The same for an environment variable; a flag that can be repeated takes one entry a line. */
export function textsOfVariable(setting: Setting, text: string): string[] | undefined {
  if (setting.type === 'boolean') {
    if (/^(1|true|yes|on)$/i.test(text)) return ['true']
    return /^(0|false|no|off)$/i.test(text) ? ['false'] : undefined
  }
  if (setting.type !== 'strings' && setting.type !== 'pairs') return [text]
  return text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')
}

export const typeInWords: Record<Setting['type'], string> = {
  string: 'a string',
  number: 'a number',
  boolean: 'true or false',
  names: 'a list of strings',
  strings: 'a list of strings',
  pairs: 'a table of strings',
  path: 'a string',
}

// A name may hold a comma, which in a comma-separated flag is written \,
function joinNames(names: readonly string[]): string {
  return names.map(name => name.replaceAll(/[\\,]/g, String.raw`\$&`)).join(',')
}

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every(entry => typeof entry === 'string')
}

export function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)
}
