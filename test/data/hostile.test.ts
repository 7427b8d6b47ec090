import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Engine } from '../../src/data/engine.ts'
import { openEngine } from '../../src/data/engine.ts'
import { openWindow } from '../../src/data/open-window.ts'
import { formats } from './open.ts'

const folder = mkdtempSync(join(tmpdir(), 'mlreg-test-'))
afterAll(() => rmSync(folder, { recursive: true }))

let engine: Engine
beforeAll(async () => {
  engine = await openEngine({ memory: '512MB' })
})
afterAll(() => engine.close())

/** A linear congruential generator, so that a failure comes again. */
function random(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (state * 1664525 + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

async function outcome(name: string, bytes: Buffer): Promise<string> {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  const error = await openWindow(engine, { source: path, role: 'reference' }).then(
    () => undefined,
    thrown => thrown,
  )
  if (error === undefined) return 'opened'
  expect(error, String(error?.stack)).toMatchObject({ name: 'MlregError' })
  expect(error.message).not.toMatch(/\n|^[A-Z].*Error/)
  return error.code
}

const files = [
  ...['snappy.parquet', 'delta.parquet', 'types.parquet', 'lz4.feather', 'zstd.feather', 'polars.arrow'],
  ...['stream.arrows', 'types.feather', 'plain.csv', 'plain.csv.gz', 'plain.csv.zst', 'nested.jsonl'],
]

describe('a damaged file is an error or a window, never a crash or a hang', () => {
  test.each(files)('%s', async file => {
    const intact = readFileSync(join(formats, file))
    const pick = random(file.length)
    for (let round = 0; round < 12; round += 1) {
      const bytes = Buffer.from(intact)
      for (let n = 0; n <= round; n += 1) {
        const fromEnd = pick(Math.min(bytes.length, 2500))
        bytes[pick(2) === 0 ? pick(bytes.length) : bytes.length - 1 - fromEnd] =
          pick(4) === 0 ? 255 : pick(256)
      }
      await outcome(file, bytes)
    }
  })

  test.each(files.filter(file => !/\.(csv|jsonl)$/.test(file)))('%s cut off is an error', async file => {
    const intact = readFileSync(join(formats, file))
    for (const share of [0.02, 0.3, 0.6, 0.9, 0.999]) {
      const bytes = intact.subarray(0, Math.min(intact.length - 1, Math.ceil(intact.length * share)))
      expect(await outcome(file, bytes), String(share)).toBe('bad-input')
    }
  })
})

test.each(['parquet', 'csv', 'tsv', 'jsonl', 'arrow', 'feather', 'csv.gz', 'csv.zst', 'dat'])(
  'noise called .%s',
  async extension => {
    const pick = random(extension.length)
    const noise = Buffer.from(Array.from({ length: 5000 }, () => pick(256)))
    expect(await outcome(`noise.${extension}`, noise)).toBe('bad-input')
    for (const magic of [
      'PAR1',
      'ARROW1\0\0',
      '\xff\xff\xff\xff\x10\0\0\0',
      '\x1f\x8b\x08',
      '(\xb5/\xfd',
      'FEA1',
    ]) {
      const start = Buffer.from(magic, 'latin1')
      expect(await outcome(`noise.${extension}`, Buffer.concat([start, noise])), magic).toBe('bad-input')
    }
    expect(await outcome(`noise.${extension}`, Buffer.alloc(0))).toBe('bad-input')
  },
)

test('a Parquet footer that claims 4 GB', async () => {
  const bytes = Buffer.from(readFileSync(join(formats, 'snappy.parquet')))
  bytes.writeUInt32LE(0xfffffff0, bytes.length - 8)
  expect(await outcome('lies.parquet', bytes)).toBe('bad-input')
})
