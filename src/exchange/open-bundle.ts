import { createHash } from 'node:crypto'
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { MlregError } from '../errors.ts'
import {
  type BundledFile,
  type BundleManifest,
  bundleBytes,
  fileEntry,
  longestManifest,
  manifestEntry,
  parseManifest,
  recordsEntry,
} from './bundle-manifest.ts'
import { countRecord, noCounts, type RecordCounts } from './record-counts.ts'
import { parseRecord } from './record-line.ts'
import { orderOfRecords } from './record-order.ts'
import { digestsOf, type ExchangeRecord } from './records.ts'
import { sizeInHeader, tarBlock, tarHeader, tarPadding } from './tar-header.ts'

/** A file inside a bundle: where its bytes are. */
export interface BundleEntry extends BundledFile {
  readonly offset: number
}

export interface Bundle {
  readonly path: string
  readonly manifest: BundleManifest
  readonly files: readonly BundleEntry[]
  /** All records, parsed and checked one by one. */
  records(): Generator<ExchangeRecord>
  /** Bytes of the bundle, up to as many as the buffer has. Gives how many. */
  read(buffer: Buffer, offset: number): number
  close(): void
}

const bufferBytes = 2 ** 20
const longestLine = 64 * 2 ** 20

/**
 * Opens a bundle that anybody may have made. Its first entry says what all others are; anything that is not exactly the
 * archive that mlreg writes of it is refused: other names, links, devices, a size too many. So no name in it becomes a
 * path, and nothing can be larger than the bundle itself.
 */
export function openBundle(path: string): Bundle {
  const descriptor = openFile(path)
  try {
    return bundleOf(path, descriptor)
  } catch (error) {
    closeSync(descriptor)
    throw error
  }
}

function openFile(path: string): number {
  try {
    return openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') throw new MlregError('not-found', `there is no file ${path}`, { cause: error })
    throw new MlregError('bad-input', `cannot read ${path}: ${message}`, { cause: error })
  }
}

function bundleOf(path: string, descriptor: number): Bundle {
  const found = fstatSync(descriptor)
  if (!found.isFile()) throw new MlregError('bad-input', `${path} is no regular file`)
  const read = (buffer: Buffer, offset: number) => readSync(descriptor, buffer, 0, buffer.length, offset)
  const own = readManifest(path, read, found.size)
  const manifest = parseManifest(own, path)
  const expected = bundleBytes(manifest, own.length)
  if (found.size !== expected) {
    const which = found.size < expected ? 'it is cut off' : 'something follows its end'
    throw damaged(path, `${which} (${found.size} bytes instead of ${expected})`)
  }
  const [records, ...files] = entriesOf(path, read, manifest, tarBlock + own.length + tarPadding(own.length))
  return {
    path,
    manifest,
    files,
    records: () => recordsIn(path, read, manifest, records as BundleEntry),
    read,
    close: () => closeSync(descriptor),
  }
}

type Read = Bundle['read']

function readManifest(path: string, read: Read, size: number): Buffer {
  const header = Buffer.alloc(tarBlock)
  const bytes = read(header, 0) === tarBlock ? sizeInHeader(header, manifestEntry) : undefined
  if (bytes === undefined) {
    throw new MlregError('bad-input', `${path} is no bundle`, {
      hint: 'name a file that "mlreg bundle create" made',
    })
  }
  if (bytes > longestManifest || bytes > size) throw damaged(path, 'its manifest is too long')
  const manifest = Buffer.alloc(bytes)
  if (read(manifest, tarBlock) !== bytes) throw damaged(path, 'it is cut off')
  return manifest
}

function entriesOf(path: string, read: Read, manifest: BundleManifest, start: number): BundleEntry[] {
  const named = [
    [recordsEntry, manifest.records] as const,
    ...manifest.files.map(file => [fileEntry(file.digest), file] as const),
  ]
  const header = Buffer.alloc(tarBlock)
  let offset = start
  return named.map(([name, file]) => {
    if (read(header, offset) !== tarBlock || !header.equals(tarHeader(name, file.bytes))) {
      throw damaged(path, `where "${name}" should be is something else`)
    }
    const entry = { ...file, offset: offset + tarBlock }
    offset = entry.offset + file.bytes + tarPadding(file.bytes)
    return entry
  })
}

/** Checks what only the whole can tell: digests, counts, and that the files are those that the records name. */
export function verifyBundle(bundle: Bundle): void {
  const { path, manifest, files } = bundle
  const digests = new Set<string>()
  const counts = noCounts()
  for (const record of bundle.records()) {
    countRecord(counts, record)
    for (const digest of digestsOf(record)) digests.add(digest)
  }
  for (const [what, count] of Object.entries(counts)) {
    if (count !== (manifest[what as keyof RecordCounts] ?? 0))
      throw damaged(path, `it holds ${count} ${what}`)
  }
  for (const { digest } of files) {
    if (!digests.delete(digest)) throw damaged(path, `nothing in it names the file ${digest}`)
  }
  const [missing] = digests
  if (missing !== undefined) throw damaged(path, `the file ${missing} is missing`)
}

/** Whether an entry's bytes are what its digest says. `onPart` is given them on the way. */
export async function checkEntry(
  { path, read }: Pick<Bundle, 'path' | 'read'>,
  entry: BundleEntry,
  onPart: (part: Buffer) => Promise<void> | void = () => undefined,
): Promise<void> {
  const hash = createHash('sha256')
  for (let done = 0; done < entry.bytes; ) {
    const buffer = Buffer.allocUnsafe(Math.min(bufferBytes, entry.bytes - done))
    const bytes = read(buffer, entry.offset + done)
    if (bytes === 0) throw damaged(path, 'it is cut off')
    const part = buffer.subarray(0, bytes)
    hash.update(part)
    await onPart(part)
    done += bytes
  }
  if (hash.digest('hex') !== entry.digest) throw damaged(path, `its file ${entry.digest} has other bytes`)
}

function* recordsIn(
  path: string,
  read: Read,
  { records }: BundleManifest,
  { offset, bytes }: BundleEntry,
): Generator<ExchangeRecord> {
  const hash = createHash('sha256')
  const refuseUnknown = orderOfRecords(what => damaged(path, what))
  let rest: Buffer = Buffer.alloc(0)
  let number = 0
  for (let done = 0; done < bytes; ) {
    const buffer = Buffer.allocUnsafe(Math.min(bufferBytes, bytes - done))
    const found = read(buffer, offset + done)
    if (found === 0) throw damaged(path, 'it is cut off')
    done += found
    hash.update(buffer.subarray(0, found))
    rest = Buffer.concat([rest, buffer.subarray(0, found)])
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      number++
      const record = parseRecord(rest.toString('utf8', 0, end), `record ${number} of ${path}`)
      refuseUnknown(record)
      yield record
      rest = rest.subarray(end + 1)
    }
    if (rest.length > longestLine) throw damaged(path, `record ${number + 1} is too long`)
  }
  if (rest.length > 0) throw damaged(path, 'its last record has no end')
  if (hash.digest('hex') !== records.digest) throw damaged(path, 'its records have other bytes')
}

function damaged(path: string, what: string): MlregError {
  return new MlregError('corrupt', `the bundle ${path} is damaged: ${what}`, {
    hint: 'nothing was merged; have it made or copied again',
  })
}
