import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { MlregError } from '../errors.ts'

export type Compression = 'none' | 'gzip' | 'zstd'

/** What a file's first bytes say it is; `binary` is nothing we know. */
export interface Sniffed {
  readonly content: 'parquet' | 'arrow-file' | 'arrow-stream' | 'text' | 'binary'
  readonly compression: Compression
}

const magics: ReadonlyArray<readonly [string, Sniffed['content']]> = [
  ['50415231', 'parquet'],
  ['50415245', 'parquet'],
  ['4152524f5731', 'arrow-file'],
  ['ffffffff', 'arrow-stream'],
]

/** Content decides what a file is; its name is only ever asked where two formats look alike. */
export function sniffFormat(path: string, name: string): Sniffed {
  const { head, tail, size } = endsOf(path, 64, 8)
  if (size === 0) throw new MlregError('bad-input', `${name} is empty`)
  const hex = head.toString('hex')
  if (hex.startsWith('46454131')) {
    throw new MlregError('bad-input', `${name} is a Feather V1 file`, {
      hint: 'write it as Feather V2 (pyarrow 17 still can)',
    })
  }
  const content = magics.find(([magic]) => hex.startsWith(magic))?.[1]
  if (content === 'parquet') checkParquetTail(tail, size, name)
  if (content?.startsWith('arrow')) checkArrowTail(tail, content, name)
  if (content !== undefined) return { content, compression: 'none' }
  if (hex.startsWith('1f8b')) return { content: 'text', compression: 'gzip' }
  if (hex.startsWith('28b52ffd')) return { content: 'text', compression: 'zstd' }
  refuseUtf16(head, name)
  return { content: head.includes(0) ? 'binary' : 'text', compression: 'none' }
}

/** A footer length that the file cannot hold is found here, before anyone allocates it. */
function checkParquetTail(tail: Buffer, size: number, name: string): void {
  const unreadable = (reason: string) =>
    new MlregError('bad-input', `${name} is not a readable Parquet file: ${reason}`)
  const magic = tail.subarray(4).toString('latin1')
  if (size < 12 || (magic !== 'PAR1' && magic !== 'PARE')) {
    throw unreadable('truncated, it does not end with the Parquet magic bytes')
  }
  const footer = tail.readUInt32LE(0)
  if (footer > size - 12) throw unreadable(`its footer claims ${footer} bytes, the file has ${size}`)
}

/** Without its end a file or stream still reads, to fewer rows: a download that broke off must not pass for a window. */
function checkArrowTail(tail: Buffer, content: Sniffed['content'], name: string): void {
  const complete =
    content === 'arrow-file'
      ? tail.toString('latin1').endsWith('ARROW1')
      : tail.toString('hex') === 'ffffffff00000000'
  if (complete) return
  throw new MlregError(
    'bad-input',
    `${name} is not a readable Arrow file: truncated, its end mark is missing`,
  )
}

export function refuseUtf16(head: Buffer, name: string): void {
  if (/^(fffe|feff)/.test(head.toString('hex', 0, 2))) {
    throw new MlregError('bad-input', `${name} is UTF-16 text`, {
      hint: `convert it, e.g. iconv -f UTF-16 -t UTF-8`,
    })
  }
}

function endsOf(path: string, first: number, last: number): { head: Buffer; tail: Buffer; size: number } {
  const file = openSync(path, 'r')
  try {
    const { size } = fstatSync(file)
    const head = Buffer.alloc(Math.min(first, size))
    const tail = Buffer.alloc(Math.min(last, size))
    readSync(file, head, 0, head.length, 0)
    readSync(file, tail, 0, tail.length, size - tail.length)
    return { head, tail: Buffer.concat([Buffer.alloc(last - tail.length), tail]), size }
  } finally {
    closeSync(file)
  }
}
