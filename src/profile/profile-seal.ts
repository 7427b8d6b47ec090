import { createHash } from 'node:crypto'

/** What the metadata of a profile says it is; the number grows when an older mlreg could not read it. */
export const profileFormat = 'mlreg.profile/1'
/** In the place of the digest while that is computed. */
export const unsealed = `sha256:${'0'.repeat(64)}`

/** Writes the digest of all bytes into every place that was left for it, in place. */
export function seal(bytes: Uint8Array): void {
  replaceAll(bytes, unsealed, digestOf(bytes))
}

/** Whether the bytes are those that were sealed. */
export function isSealed(bytes: Uint8Array): boolean {
  const [seal] = /sha256:[0-9a-f]{64}/.exec(endOf(bytes)) ?? []
  if (seal === undefined) return false
  const plain = Buffer.from(bytes)
  replaceAll(plain, seal, unsealed)
  return digestOf(plain) === seal
}

/** `mlreg.profile/1` of a profile, whatever its version; undefined for anything else. Its last bytes are enough. */
export function formatOf(tail: Uint8Array): string | undefined {
  const text = endOf(tail)
  return text.endsWith('ARROW1') ? /mlreg\.profile\/\d+/.exec(text)?.[0] : undefined
}

/** A file's footer comes last and is of the same few fields whatever the profile holds. */
export const tailBytes = 16_384

function endOf(bytes: Uint8Array): string {
  const start = Math.max(0, bytes.length - tailBytes)
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, bytes.length - start).toString('latin1')
}

function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}

function replaceAll(bytes: Uint8Array, before: string, after: string): void {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = buffer.indexOf(before); at !== -1; at = buffer.indexOf(before, at + after.length)) {
    buffer.write(after, at, 'latin1')
  }
}
