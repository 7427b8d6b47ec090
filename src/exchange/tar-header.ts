/** Bytes of a header, and what the content of every entry is filled up to. */
export const tarBlock = 512

const endBlocks = 2

/**
 * The header of a file in a tar archive (POSIX.1-1988 ustar), with nothing in it that could differ between two makers: no
 * time, no owner. A size beyond 8 GiB is in base 256, as GNU and BSD tar write it. Names have up to 100 ASCII characters.
 */
export function tarHeader(name: string, bytes: number): Buffer {
  const header = Buffer.alloc(tarBlock)
  const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, '0')}\0`
  header.write(name, 0, 100, 'latin1')
  header.write(octal(0o644, 7), 100)
  header.write(octal(0, 7), 108)
  header.write(octal(0, 7), 116)
  if (bytes < 8 ** 11) header.write(octal(bytes, 11), 124)
  else {
    header[124] = 0x80
    header.writeBigUInt64BE(BigInt(bytes), 128)
  }
  header.write(octal(0, 11), 136)
  header.write('        ', 148)
  header.write('0', 156)
  header.write('ustar\x0000', 257)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return header
}

/** The size in a header that `tarHeader` made of this name; undefined for any other header. */
export function sizeInHeader(header: Buffer, name: string): number | undefined {
  const digits = /^([0-7]{11})\0/.exec(header.toString('latin1', 124, 136))?.[1]
  const bytes = digits === undefined ? Number(header.readBigUInt64BE(128)) : Number.parseInt(digits, 8)
  return Number.isSafeInteger(bytes) && header.equals(tarHeader(name, bytes)) ? bytes : undefined
}

/** How many zeros fill up a content. */
export function tarPadding(bytes: number): number {
  return (tarBlock - (bytes % tarBlock)) % tarBlock
}

/** Bytes of a whole archive with contents of these sizes. */
export function tarBytes(sizes: readonly number[]): number {
  return sizes.reduce((total, bytes) => total + tarBlock + bytes + tarPadding(bytes), endBlocks * tarBlock)
}

export const tarEnd = Buffer.alloc(endBlocks * tarBlock)
