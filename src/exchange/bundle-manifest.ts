import { MlregError } from '../errors.ts'
import { tarBytes } from './tar-header.ts'

export interface BundledFile {
  /** SHA-256 in hexadecimal: of what its name says, and of its bytes. */
  readonly digest: string
  readonly bytes: number
}

/** The first entry of a bundle: what else is in it, so that nothing can be missing, too many or another. */
export interface BundleManifest {
  /** The second kind holds models too, which an mlreg that knows only the first would not keep. */
  readonly schema: 'mlreg.bundle/1' | 'mlreg.bundle/2'
  readonly experiments: number
  readonly runs: number
  readonly points: number
  /** Of registered models; left out where there are none. */
  readonly models?: number
  readonly versions?: number
  /** The second entry: a record a line. */
  readonly records: BundledFile
  /** The other entries in their order, which is that of their digests. */
  readonly files: readonly BundledFile[]
}

export const manifestEntry = 'manifest.json'
export const recordsEntry = 'records.jsonl'
export const fileEntry = (digest: string) => `files/${digest}`

/** A manifest is read whole; a million files take less. */
export const longestManifest = 256 * 2 ** 20

export function manifestBytes(manifest: BundleManifest): Buffer {
  return Buffer.from(`${JSON.stringify(manifest)}\n`)
}

export function parseManifest(bytes: Buffer, path: string): BundleManifest {
  const fault = (cause: unknown) =>
    new MlregError('corrupt', `${path} is damaged: its manifest is not what mlreg writes`, { cause })
  let manifest: Partial<BundleManifest>
  try {
    manifest = JSON.parse(bytes.toString('utf8'))
  } catch (error) {
    throw fault(error)
  }
  if (typeof manifest?.schema === 'string' && /^mlreg\.bundle\/([3-9]|\d\d)/.test(manifest.schema)) {
    throw new MlregError('store-too-new', `${path} was made by a newer mlreg (${manifest.schema})`, {
      hint: 'upgrade: npm install --global mlreg',
    })
  }
  if (!isWhole(manifest)) throw fault(undefined)
  return manifest
}

function isWhole(manifest: Partial<BundleManifest>): manifest is BundleManifest {
  const { schema, experiments, runs, points, models, versions, records, files } = manifest ?? {}
  const counts = [experiments, runs, points, ...(schema === 'mlreg.bundle/2' ? [models, versions] : [])]
  return (
    (schema === 'mlreg.bundle/1' || schema === 'mlreg.bundle/2') &&
    counts.every(count => Number.isSafeInteger(count) && (count as number) >= 0) &&
    isFile(records) &&
    Array.isArray(files) &&
    files.every(isFile) &&
    files.every(({ digest }, i) => i === 0 || (files[i - 1] as BundledFile).digest < digest)
  )
}

function isFile(file: unknown): file is BundledFile {
  const { digest, bytes } = (file ?? {}) as Partial<BundledFile>
  return (
    typeof digest === 'string' &&
    /^[0-9a-f]{64}$/.test(digest) &&
    Number.isSafeInteger(bytes) &&
    Number(bytes) >= 0
  )
}

/** Bytes that a bundle with this manifest has. */
export function bundleBytes(manifest: BundleManifest, ownBytes: number): number {
  return tarBytes([ownBytes, manifest.records.bytes, ...manifest.files.map(({ bytes }) => bytes)])
}
