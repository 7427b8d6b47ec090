type Pixel = readonly [x: number, y: number]

/** Sets the pixels of a straight line, both ends included (Bresenham's algorithm). Rows of `width`, from the top. */
export function drawLine(pixels: Uint8Array, width: number, from: Pixel, to: Pixel): void {
  let [x, y] = from
  const [dx, dy] = [Math.abs(to[0] - x), -Math.abs(to[1] - y)]
  const [stepX, stepY] = [x < to[0] ? 1 : -1, y < to[1] ? 1 : -1]
  for (let error = dx + dy; ; ) {
    pixels[y * width + x] = 1
    if (x === to[0] && y === to[1]) return
    const twice = 2 * error
    if (twice >= dy) {
      error += dy
      x += stepX
    }
    if (twice <= dx) {
      error += dx
      y += stepY
    }
  }
}

interface Glyphs {
  /** How many pixels one character holds. */
  readonly across: number
  readonly down: number
  draw(pixels: Uint8Array, width: number, row: number, column: number): string
}

// Dots 1 to 8 of a Braille character as Unicode numbers its bits, by row and column.
const bits = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
]

/** How pixels become characters: eight dots each in Braille, one in ASCII. A character without any is a space. */
export const glyphs: { readonly braille: Glyphs; readonly ascii: Glyphs } = {
  braille: {
    across: 2,
    down: 4,
    draw(pixels, width, row, column) {
      let code = 0
      for (const [y, pair] of bits.entries()) {
        for (const [x, bit] of pair.entries()) {
          if (pixels[(row * 4 + y) * width + column * 2 + x]) code |= bit
        }
      }
      return code === 0 ? ' ' : String.fromCodePoint(0x2800 + code)
    },
  },
  ascii: {
    across: 1,
    down: 1,
    draw: (pixels, width, row, column) => (pixels[row * width + column] ? '*' : ' '),
  },
}
