import { readFile } from 'node:fs/promises'
import { RecordBatchReader } from 'apache-arrow'
import { checkBatch, checkMetadataLengths } from '../data/arrow-bounds.ts'
import { MlregError } from '../errors.ts'
import { storedColumn } from './profile-columns.ts'
import { type ProfileRow, profileFields } from './profile-fields.ts'
import { formatOf, isSealed, profileFormat } from './profile-seal.ts'
import type { ProfileLimits, StoredProfile } from './stored-profile.ts'

checkMetadataLengths()

/** Reads a profile from a file, as `parseProfile` does. */
export async function readProfile(path: string, source = path): Promise<StoredProfile> {
  return parseProfile(await readFile(path), source)
}

/**
 * Reads a profile. Throws `bad-input` for bytes that are none, are of a newer format or have changed since they were
 * written; `source` is what messages call them.
 */
export function parseProfile(bytes: Uint8Array, source: string): StoredProfile {
  const format = formatOf(bytes)
  if (format === undefined) {
    throw new MlregError('bad-input', `${source} is not a profile`, {
      hint: 'mlreg profile FILE -o PROFILE writes one',
    })
  }
  if (format !== profileFormat) {
    throw new MlregError('bad-input', `${source} is a profile of a newer format, ${format}`, {
      hint: `this version reads ${profileFormat}: update mlreg, or profile the window again`,
    })
  }
  if (!isSealed(bytes)) throw damaged(source, 'its bytes are not those that were written')
  try {
    return decode(bytes)
  } catch (error) {
    throw damaged(source, (error as Error).message, error)
  }
}

function damaged(source: string, reason: string, cause?: unknown): MlregError {
  return new MlregError('bad-input', `${source} is a damaged profile: ${reason}`, {
    hint: 'profile the window again, or take another copy',
    ...(cause === undefined ? {} : { cause }),
  })
}

function decode(bytes: Uint8Array): StoredProfile {
  const reader = RecordBatchReader.from(bytes).open()
  const { schema } = reader
  const names = schema.fields.map(({ name, type }) => `${name}: ${type}`)
  const expected = profileFields.map(([name, type]) => `${name}: ${type}`)
  if (names.join() !== expected.join()) throw new Error('its fields are not those of a profile')
  if (!reader.isFile() || !reader.isSync() || reader.numRecordBatches !== 1)
    throw new Error('it is not one batch')
  const batch = reader.readRecordBatch(0)
  if (batch === null) throw new Error('its batch is not where its footer says')
  checkBatch(batch)
  const limits = limitsOf(schema.metadata)
  const rows = wholeNumber(schema.metadata.get('mlreg.rows'))
  const columns = Array.from({ length: batch.numRows }, (_, index) => {
    const entries = profileFields.map(([name], field) => [name, plain(batch.getChildAt(field)?.get(index))])
    return storedColumn(Object.fromEntries(entries) as ProfileRow, limits)
  })
  const isWhole = columns.every(({ profile }) => profile.rows === rows)
  if (!isWhole || new Set(columns.map(({ name }) => name)).size < columns.length) {
    throw new Error('its columns do not agree')
  }
  return { rows, limits, columns }
}

function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return wholeNumber(value)
  return value ?? null
}

function limitsOf(metadata: ReadonlyMap<string, string>): ProfileLimits {
  return {
    minCount: wholeNumber(metadata.get('mlreg.min_count')),
    isPrivate: metadata.get('mlreg.private') === 'true',
    maxBytes: wholeNumber(metadata.get('mlreg.max_bytes')),
  }
}

function wholeNumber(value: string | bigint | undefined): number {
  const number = Number(value)
  if (!Number.isSafeInteger(number) || number < 0) throw new Error('one of its counts is no count')
  return number
}
