/**
 * LZ4 frames (lz4_Frame_format.md 1.6.4), decoding only: Arrow's buffers are compressed with them, and pandas writes
 * Feather that way by default. Checksums are not verified; every length is, as a file may lie.
 */
export function decodeLz4Frame(input: Uint8Array): Uint8Array {
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength)
  if (input.length < 11 || view.getUint32(0, true) !== 0x184d2204) throw new Error('not an LZ4 frame')
  const flags = view.getUint8(4)
  const blockLimit = [0, 0, 0, 0, 16, 18, 20, 22][(view.getUint8(5) >> 4) & 7] ?? 0
  const blockChecksum = (flags & 0x10) !== 0
  let at = 7 + ((flags & 8) === 0 ? 0 : 8) + ((flags & 1) === 0 ? 0 : 4)
  let output = new Uint8Array(Math.max(2 ** 16, input.length * 4))
  let length = 0
  for (;;) {
    const header = view.getUint32(at, true)
    at += 4
    if (header === 0) return output.subarray(0, length)
    const size = header & 0x7fffffff
    if (size > input.length - at) throw new Error('an LZ4 block is cut off')
    const block = input.subarray(at, at + size)
    output = withRoom(output, length, 2 ** blockLimit)
    if (header >>> 31 === 1) {
      if (size > 2 ** blockLimit) throw new Error('an LZ4 block is too long')
      output.set(block, length)
      length += size
    } else length = decodeBlock(block, output, length)
    at += size + (blockChecksum ? 4 : 0)
  }
}

function withRoom(output: Uint8Array<ArrayBuffer>, length: number, more: number): Uint8Array<ArrayBuffer> {
  if (output.length - length >= more) return output
  const larger = new Uint8Array(Math.max(output.length * 2, length + more))
  larger.set(output.subarray(0, length))
  return larger
}

/** Appends one block to the output at `length`; matches may reach back into earlier blocks. */
function decodeBlock(block: Uint8Array, output: Uint8Array, start: number): number {
  let at = 0
  let length = start
  const counted = (nibble: number): number => {
    let count = nibble
    if (nibble === 15) for (let more = 255; more === 255; count += more) more = block[at++] ?? 0
    return count
  }
  while (at < block.length) {
    const token = block[at++] ?? 0
    const literals = counted(token >> 4)
    if (literals > block.length - at || literals > output.length - length)
      throw new Error('a damaged LZ4 block')
    output.set(block.subarray(at, at + literals), length)
    at += literals
    length += literals
    if (at >= block.length) break
    const offset = (block[at] ?? 0) | ((block[at + 1] ?? 0) << 8)
    at += 2
    const match = counted(token & 15) + 4
    if (offset === 0 || offset > length || match > output.length - length)
      throw new Error('a damaged LZ4 block')
    if (offset >= match) output.copyWithin(length, length - offset, length - offset + match)
    else for (let i = 0; i < match; i += 1) output[length + i] = output[length + i - offset] ?? 0
    length += match
  }
  return length
}
