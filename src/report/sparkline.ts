// A full stop sits on the base line and is narrower than the lowest bar, so that nothing and little look different.
const empty = '.'
const bars = '▁▂▃▄▅▆▇█'

/**
 * One bar a bin, scaled to `peak`: give two sparklines that are to be compared the same one. An empty bin is a dot,
 * anything above zero at least the lowest bar. The text format has its own ASCII rendition.
 */
export function sparkline(shares: readonly number[], peak: number = Math.max(...shares)): string {
  return shares.map(share => bar(share / peak)).join('')
}

/** Whether a column of cells is drawn, not written: nothing but sparklines, with something in them. */
export function areSparklines(texts: readonly string[]): boolean {
  return texts.every(text => /^[.▁-█]*$/.test(text)) && texts.some(text => /[▁-█]/.test(text))
}

function bar(height: number): string {
  if (!(height > 0)) return empty
  const level = Math.min(bars.length, Math.ceil(height * bars.length))
  return bars[level - 1] ?? empty
}
