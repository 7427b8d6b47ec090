import { statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Card } from '../../cards/card.ts'
import { ownFields } from '../../cards/card.ts'
import { parseCard } from '../../cards/parse-card.ts'
import { storedCard } from '../../cards/stored-card.ts'
import { MlregError } from '../../errors.ts'
import type { Io } from '../../io.ts'
import { isModelUri, resolveVersion } from '../../registry/resolve-version.ts'
import type { Version } from '../../registry/versions.ts'
import { findStore } from '../../store/find-store.ts'
import type { Store } from '../../store/store.ts'
import { escapeText } from '../../terminal/escape.ts'
import { readInput } from '../tracking/read-input.ts'
import type { ReadOptions } from '../tracking/store-options.ts'
import { readingStore } from '../tracking/with-store.ts'

const longestFile = 2 ** 20

/** What an operand names: a version and its card, or a file and the version that it says it is of. */
export interface NamedCard {
  /** What it is called in answers. */
  readonly source: string
  /** Undefined of a version without one. */
  readonly card: Card | undefined
  /** Undefined of a file whose version the store does not have. */
  readonly version: Version | undefined
}

interface Asking {
  readonly io: Io
  readonly options: ReadOptions
}

/** A file there is, `-`, and what ends in `.md` is a file; anything else is a version, and `models:/…` always is. */
export async function withCard<T>(
  asking: Asking,
  operand: string,
  work: (named: NamedCard, store: Store | undefined) => T | Promise<T>,
): Promise<T> {
  if (!isFile(asking.io, operand)) {
    return await readingStore(asking, store => {
      const version = resolveVersion(store, operand)
      return work(
        { source: `${version.name}/${version.version}`, card: storedCard(store, version), version },
        store,
      )
    })
  }
  const source = operand === '-' ? 'standard input' : operand
  const card = parseCard(await cardBytes(asking.io, operand), source)
  const { exists } = findStore(asking.io.cwd, asking.options.store)
  if (!exists && asking.options.store === undefined) {
    return await work({ source, card, version: undefined }, undefined)
  }
  return await readingStore(asking, store => work({ source, card, version: versionOf(store, card) }, store))
}

function isFile({ cwd }: Io, operand: string): boolean {
  if (isModelUri(operand)) return false
  if (operand === '-' || /\.(md|markdown)$/i.test(operand)) return true
  return statSync(resolve(cwd, operand), { throwIfNoEntry: false })?.isFile() === true
}

/** The bytes of a file, or of standard input for `-`. */
export async function cardBytes({ cwd, stdin }: Io, path: string): Promise<Buffer> {
  if (path === '-') return await readInput(stdin)
  const file = resolve(cwd, path)
  const found = statSync(file, { throwIfNoEntry: false })
  if (found === undefined) throw new MlregError('not-found', `there is no file ${escapeText(path)}`)
  if (found.isDirectory())
    throw new MlregError('bad-input', `${path} is a directory`, { hint: 'name a file' })
  if (found.size > longestFile)
    throw new MlregError('bad-input', `${path} is longer than 1 MiB: it is no card`)
  return await readFile(file).catch(error => {
    throw new MlregError('bad-input', `cannot read ${path}: ${(error as Error).message}`, { cause: error })
  })
}

function versionOf(store: Store, card: Card): Version | undefined {
  const { model, version } = ownFields(card)
  if (typeof model !== 'string' || !/^\d+$/.test(String(version))) return undefined
  try {
    return resolveVersion(store, `models:/${model}/${String(version)}`)
  } catch (error) {
    if (error instanceof MlregError) return undefined
    throw error
  }
}

/** The card of a version or file; throws `not-found` for a version without one. */
export function requireCard({ source, card }: NamedCard): Card {
  if (card !== undefined) return card
  throw new MlregError('not-found', `${source} has no model card`, {
    hint: `make one: mlreg card init ${source}`,
  })
}
