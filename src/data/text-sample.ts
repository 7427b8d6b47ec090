import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { MlregError } from '../errors.ts'
import { reasonOf } from './engine-error.ts'
import { type Compression, refuseUtf16 } from './sniff-format.ts'

export interface TextSample {
  readonly text: string
  /** The sample is the whole file. */
  readonly complete: boolean
}

const sampleBytes = 2 ** 20

/** The first mebibyte of a text file, decompressed: enough to tell dialects and guess types from. */
export async function textSample(path: string, compression: Compression, name: string): Promise<TextSample> {
  const parts: Buffer[] = []
  let bytes = 0
  try {
    for await (const part of decompressed(path, compression)) {
      parts.push(part)
      bytes += part.length
      if (bytes >= sampleBytes) break
    }
  } catch (error) {
    throw new MlregError('bad-input', `${name} is not a readable ${compression} file: ${reasonOf(error)}`, {
      cause: error,
    })
  }
  const head = Buffer.concat(parts).subarray(0, sampleBytes)
  const complete = bytes < sampleBytes
  if (head.length === 0) throw new MlregError('bad-input', `${name} is empty`)
  refuseUtf16(head, name)
  if (head.includes(0)) throw new MlregError('bad-input', `${name} is not text: it has NUL bytes`)
  return { text: decoded(head, complete, name), complete }
}

/** A text file's bytes, without its compression. */
export async function* decompressed(path: string, compression: Compression): AsyncIterable<Buffer> {
  const file = createReadStream(path, { highWaterMark: 2 ** 18 })
  if (compression === 'none') return yield* file
  if (compression === 'gzip') {
    const gunzip = createGunzip()
    file.on('error', error => gunzip.destroy(error))
    return yield* file.pipe(gunzip)
  }
  let ready: Buffer[] = []
  const zstd = new (await import('fzstd')).Decompress(part => ready.push(Buffer.from(part)))
  for await (const part of file) {
    zstd.push(part)
    yield* ready
    ready = []
  }
}

/** The cut may fall within a character, which is then left out; an invalid one further on is found by the reader. */
function decoded(head: Buffer, complete: boolean, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: !complete })
  } catch (error) {
    throw new MlregError('bad-input', `${name} is not UTF-8 text`, {
      hint: 'convert it, e.g. iconv -f LATIN1 -t UTF-8',
      cause: error,
    })
  }
}
