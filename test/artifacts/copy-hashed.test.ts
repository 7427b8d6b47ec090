import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { copyHashed } from '../../src/artifacts/copy-hashed.ts'
import { randomNumbers } from '../random.ts'

const directory = mkdtempSync(join(tmpdir(), 'mlreg-copy-'))
afterAll(() => rmSync(directory, { recursive: true }))

const mebibyte = 2 ** 20

test.each([0, 1, mebibyte - 1, mebibyte, mebibyte + 1, 2 * mebibyte, 3 * mebibyte + 7])(
  '%i bytes are copied, counted and hashed',
  async size => {
    const { uniform } = randomNumbers(size + 1)
    const content = Buffer.from(Uint8Array.from({ length: size }, () => uniform() * 256))
    const [from, to] = [join(directory, `from-${size}`), join(directory, `to-${size}`)]
    writeFileSync(from, content)
    const [input, output] = [await open(from), await open(to, 'wx')]
    const copied = await copyHashed(input, output)
    await Promise.all([input.close(), output.close()])
    expect(copied).toEqual({ digest: createHash('sha256').update(content).digest('hex'), bytes: size })
    expect(readFileSync(to).equals(content)).toBe(true)
  },
)

/** A file of so many bytes, each a count of the mebibytes before it. */
function counting(size: number): FileHandle {
  let at = 0
  return {
    async read(buffer: Buffer, offset: number, length: number) {
      const bytesRead = Math.min(length, size - at)
      buffer.fill(at / mebibyte, offset, offset + bytesRead)
      at += bytesRead
      return { bytesRead }
    },
  } as FileHandle
}

/** A disk that takes at most so many bytes at once, and what it was asked. */
function disk(atOnce: number, datasync: (nth: number) => Promise<void>) {
  const seen = { bytes: 0, flushes: 0, flushing: 0, most: 0, hash: createHash('sha256') }
  const output = {
    async write(part: Buffer, offset: number, length: number) {
      const bytesWritten = Math.min(atOnce, length)
      seen.hash.update(part.subarray(offset, offset + bytesWritten))
      seen.bytes += bytesWritten
      return { bytesWritten }
    },
    async datasync() {
      seen.flushes++
      seen.most = Math.max(seen.most, ++seen.flushing)
      await datasync(seen.flushes)
      seen.flushing--
    },
  } as unknown as FileHandle
  return { output, seen }
}

test('a long file is flushed on the way, one flush at a time, and all are over in the end', async () => {
  const { output, seen } = disk(700_000, () => new Promise(done => setTimeout(done, 5)))
  const { digest, bytes } = await copyHashed(counting(200 * mebibyte), output)
  expect(bytes).toBe(200 * mebibyte)
  expect(seen).toMatchObject({ bytes, flushing: 0, most: 1 })
  expect(seen.flushes).toBeGreaterThan(0)
  expect(seen.hash.digest('hex')).toBe(digest)
})

test.each([1, 2, 3])('a failed flush fails the copy: flush %i of 3', async failing => {
  const { output } = disk(mebibyte, async nth => {
    if (nth === failing) throw new Error('EIO')
  })
  await expect(copyHashed(counting(200 * mebibyte), output)).rejects.toThrow('EIO')
})

test('a failed write, or read, fails the copy', async () => {
  const full = { write: () => Promise.reject(new Error('ENOSPC')) } as unknown as FileHandle
  await expect(copyHashed(counting(3 * mebibyte), full)).rejects.toThrow('ENOSPC')
  const torn = { read: () => Promise.reject(new Error('EIO')) } as unknown as FileHandle
  await expect(copyHashed(torn, full)).rejects.toThrow('EIO')
})
