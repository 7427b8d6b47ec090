import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bucketCounter } from '../../src/profile/bucket-counter.ts'
import { isProfile } from '../../src/profile/is-profile.ts'
import { poolCategories } from '../../src/profile/pool-categories.ts'
import { seal, unsealed } from '../../src/profile/profile-seal.ts'
import { storedNumbers } from '../../src/profile/profile-window.ts'
import { readProfile } from '../../src/profile/read-profile.ts'
import { defaultLimits, type StoredProfile } from '../../src/profile/stored-profile.ts'
import { writeProfile } from '../../src/profile/write-profile.ts'
import { categorical } from '../drift/windows.ts'

const path = join(mkdtempSync(join(tmpdir(), 'mlreg-profile-file-')), 'one.profile')

async function read(bytes: Uint8Array): Promise<StoredProfile> {
  writeFileSync(path, bytes)
  return await readProfile(path)
}

const cell = fc.oneof(
  { weight: 6, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }).map(value => value + 0) },
  fc.integer({ min: -5, max: 5 }),
  fc.constantFrom(Number.NaN, Infinity, -Infinity),
)
const text = fc.oneof(fc.constantFrom('a', 'b', ''), fc.string({ unit: 'grapheme', maxLength: 5 }))
const limits = fc.record({
  minCount: fc.integer({ min: 1, max: 3 }),
  isPrivate: fc.boolean(),
  maxBytes: fc.constantFrom(80, 35_000),
})

const profiles = fc
  .record({
    limits,
    numbers: fc.array(cell, { minLength: 40, maxLength: 40 }),
    words: fc.array(text, { minLength: 40, maxLength: 40 }),
  })
  .map(({ limits, numbers, words }): StoredProfile => {
    const counter = bucketCounter()
    counter.add(Float64Array.from(numbers))
    return {
      rows: 40,
      limits,
      columns: [
        { name: 'numbers', kind: 'numeric', type: 'DOUBLE', ...storedNumbers(counter.counts(), limits) },
        {
          name: 'wörds, "quoted"',
          kind: 'categorical',
          type: 'VARCHAR',
          profile: poolCategories(categorical(words), limits),
        },
        {
          name: 'nested',
          kind: 'nested',
          type: 'STRUCT(a INTEGER)',
          profile: { kind: 'opaque', rows: 40, nulls: 3, distinct: 0 },
        },
      ],
    }
  })

describe('a profile file', () => {
  test('is read as it was written, and written again with the same bytes', async () => {
    await fc.assert(
      fc.asyncProperty(profiles, async profile => {
        const bytes = writeProfile(profile)
        const found = await read(bytes)
        expect(isProfile(path)).toBe(true)
        expect(found).toEqual(profile)
        expect(Buffer.from(writeProfile(found)).equals(bytes)).toBe(true)
      }),
    )
  })

  const sample = fc.sample(profiles, { numRuns: 4, seed: 7 }).map(profile => writeProfile(profile))

  test('that someone damaged and sealed anew is refused or read, and nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...sample),
        fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { minLength: 1, maxLength: 6 }),
        async (bytes, changes) => {
          const damaged = Buffer.from(bytes)
          for (const [at, byte] of changes) damaged[at % damaged.length] = byte
          try {
            const profile = await read(resealed(damaged))
            expect(profile.columns.every(({ profile: { rows } }) => rows === profile.rows)).toBe(true)
            writeProfile(profile)
          } catch (error) {
            expect(error).toMatchObject({ name: 'MlregError', code: 'bad-input' })
          }
        },
      ),
      { numRuns: 600 },
    )
  }, 60_000)

  test.each([
    ['empty', new Uint8Array(0)],
    ['text', Buffer.from('mlreg.profile/1')],
    ['only magic bytes', Buffer.from('ARROW1mlreg.profile/1ARROW1')],
  ])('that is %s is none', async (_, bytes) => {
    await expect(read(bytes)).rejects.toMatchObject({ code: 'bad-input' })
  })

  test('keeps the limits within which it was made', async () => {
    const profile: StoredProfile = { rows: 0, limits: { ...defaultLimits, minCount: 17 }, columns: [] }
    expect(await read(writeProfile(profile))).toEqual(profile)
  })
})

/** What an attacker can do: the digest is no secret. */
function resealed(bytes: Buffer): Buffer {
  const [digest] = /sha256:[0-9a-f]{64}/.exec(bytes.toString('latin1')) ?? []
  if (digest === undefined) return bytes
  for (let at = bytes.indexOf(digest); at !== -1; at = bytes.indexOf(digest, at + 1))
    bytes.write(unsealed, at)
  seal(bytes)
  return bytes
}
