import { createHash } from 'node:crypto'
import { constants, rmSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { copyHashed } from '../artifacts/copy-hashed.ts'
import { MlregError } from '../errors.ts'
import type { Version } from '../registry/versions.ts'
import { inOneView } from '../store/run-rows.ts'
import type { Store } from '../store/store.ts'
import { blobFile } from '../store/store-layout.ts'
import {
  type BundledFile,
  type BundleManifest,
  fileEntry,
  manifestBytes,
  manifestEntry,
  recordsEntry,
} from './bundle-manifest.ts'
import { countRecord, noCounts } from './record-counts.ts'
import { checkRecord, recordLine } from './record-line.ts'
import { digestsOf, type ExchangeRecord, filesOf, recordsOf } from './records.ts'
import { tarEnd, tarHeader, tarPadding } from './tar-header.ts'
import { writeLines } from './write-lines.ts'

export interface BundleOptions {
  /** Which runs, by their rows, and which versions of models, asked for in the moment that the bundle shows. */
  scope(): { readonly rows: readonly number[]; readonly versions: readonly Version[] }
  /** Called after every file that was copied. */
  onProgress?(): void
}

/**
 * Writes runs and versions of models, with all that is known of them and every file they name, into one tar archive. The
 * same give the same bytes. A file that is damaged in the store ends it: what is carried elsewhere has to be whole.
 */
export async function writeBundle(
  store: Store,
  path: string,
  { scope, onProgress }: BundleOptions,
): Promise<BundleManifest> {
  const recordsPath = `${path}.records`
  try {
    const manifest = await inOneView(store, () => {
      const { rows, versions } = scope()
      return writeRecords(store, recordsPath, recordsOf(store, rows, versions))
    })
    const output = await open(path, 'wx', 0o644)
    try {
      const own = manifestBytes(manifest)
      await output.writeFile(Buffer.concat([tarHeader(manifestEntry, own.length), own]))
      await output.writeFile(Buffer.alloc(tarPadding(own.length)))
      await append(output, recordsEntry, recordsPath, manifest.records)
      for (const file of manifest.files) {
        await append(output, fileEntry(file.digest), blobFile(store.directory, file.digest), file)
        onProgress?.()
      }
      await output.writeFile(tarEnd)
    } finally {
      await output.close()
    }
    return manifest
  } finally {
    rmSync(recordsPath, { force: true })
  }
}

async function writeRecords(
  store: Store,
  path: string,
  all: Iterable<ExchangeRecord>,
): Promise<BundleManifest> {
  const counts = noCounts()
  const digests = new Set<string>()
  const hash = createHash('sha256')
  let bytes = 0
  function* lines(): Generator<string> {
    for (const record of all) {
      countRecord(counts, record)
      for (const digest of digestsOf(record)) digests.add(digest)
      const line = recordLine(checked(record))
      hash.update(line)
      bytes += Buffer.byteLength(line)
      yield line
    }
  }
  await writeLines(path, lines())
  const records = { digest: hash.digest('hex'), bytes }
  const { models, versions, ...ofRuns } = counts
  const own = { ...ofRuns, records, files: filesOf(store, digests) }
  if (models === 0) return { schema: 'mlreg.bundle/1', ...own }
  return { schema: 'mlreg.bundle/2', ...ofRuns, models, versions, records, files: own.files }
}

/** Whoever merges it will check as much; a row that another program wrote is noticed here first. */
function checked(record: ExchangeRecord): ExchangeRecord {
  return checkRecord(record, whatOf(record), 'leave it out, or restore a backup of the store')
}

function whatOf(record: ExchangeRecord): string {
  if (record.type === 'run') return `run ${record.id}`
  if (record.type === 'points') return `run ${record.run}`
  if (record.type === 'version') return `${record.model}/${record.version}`
  return `${record.type} "${record.name}"`
}

async function append(output: FileHandle, name: string, source: string, file: BundledFile): Promise<void> {
  await output.writeFile(tarHeader(name, file.bytes))
  const found = await copyInto(output, source, file.bytes)
  if (found !== file.digest) {
    throw new MlregError('corrupt', `the stored bytes ${file.digest} are missing or not what was stored`, {
      hint: 'look for more with "mlreg fsck"; store the file again, or leave its run or version out',
    })
  }
  await output.writeFile(Buffer.alloc(tarPadding(file.bytes)))
}

/** The digest of what was copied; undefined for a file that is not there or has another size. */
async function copyInto(output: FileHandle, source: string, bytes: number): Promise<string | undefined> {
  const input = await open(source, constants.O_RDONLY | constants.O_NOFOLLOW).catch(error => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (input === undefined) return undefined
  try {
    if ((await input.stat()).size !== bytes) return undefined
    return (await copyHashed(input, output)).digest
  } finally {
    await input.close()
  }
}
