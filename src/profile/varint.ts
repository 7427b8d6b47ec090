import type { Key } from './bucket-keys.ts'

/** Bytes that a count takes: 7 bits in each. */
export function countBytes(count: number): number {
  let bytes = 1
  for (let left = count; left >= 128; left = Math.floor(left / 128)) bytes++
  return bytes
}

/** Writes numbers of 7 bits a byte, the lowest first, and texts behind their length in bytes. */
export function byteWriter(expected = 1024) {
  let target = new Uint8Array(Math.max(16, expected))
  let length = 0
  const room = (more: number) => {
    if (length + more <= target.length) return
    const larger = new Uint8Array(Math.max(2 * target.length, length + more))
    larger.set(target)
    target = larger
  }
  const writer = {
    /** A whole number up to 2^53. */
    count(count: number) {
      room(8)
      let left = count
      for (; left >= 128; left = Math.floor(left / 128)) target[length++] = (left % 128) | 128
      target[length++] = left
    },
    key({ upper, lower }: Key) {
      room(10)
      let [high, low] = [upper, lower]
      while (high !== 0 || low >= 128) {
        target[length++] = (low & 127) | 128
        low = ((low >>> 7) | (high << 25)) >>> 0
        high >>>= 7
      }
      target[length++] = low
    },
    text(text: string) {
      const bytes = new TextEncoder().encode(text)
      writer.count(bytes.length)
      room(bytes.length)
      target.set(bytes, length)
      length += bytes.length
    },
    bytes: () => target.slice(0, length),
  }
  return writer
}

/** Reads what byteWriter wrote; throws an Error where that is not it. */
export function byteReader(bytes: Uint8Array) {
  let at = 0
  const damaged = () => new Error('its numbers are damaged')
  const next = () => {
    const byte = bytes[at++]
    if (byte === undefined) throw damaged()
    return byte
  }
  const reader = {
    isAtEnd: () => at >= bytes.length,
    count(): number {
      let [count, scale] = [0, 1]
      for (;;) {
        const byte = next()
        count += (byte & 127) * scale
        if (count > Number.MAX_SAFE_INTEGER) throw damaged()
        if (byte < 128) return count
        scale *= 128
        if (scale > 2 ** 53) throw damaged()
      }
    },
    key(): Key {
      const key = { upper: 0, lower: 0 }
      for (let shift = 0; shift < 70; shift += 7) {
        const byte = next()
        const part = byte & 127
        if (shift < 32) key.lower = (key.lower | (part << shift)) >>> 0
        if (shift === 28) key.upper = part >>> 4
        if (shift > 28) key.upper = (key.upper | (part << (shift - 32))) >>> 0
        if (byte < 128) return key
      }
      throw damaged()
    },
    text(): string {
      const length = reader.count()
      if (length > bytes.length - at) throw damaged()
      at += length
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
        bytes.subarray(at - length, at),
      )
    },
  }
  return reader
}
