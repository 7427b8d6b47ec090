/** UTF-16 order but for the surrogates, which stand for the code points above all others. */
export function byCodePoint(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const difference = rank(a.charCodeAt(i)) - rank(b.charCodeAt(i))
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

/** Sorts texts in place. Where no text holds what UTF-16 orders differently, V8's own order is ten times as fast. */
export function sortByCodePoint(texts: string[]): string[] {
  return texts.every(text => !/[\ud800-\uffff]/.test(text)) ? texts.sort() : texts.sort(byCodePoint)
}

function rank(unit: number): number {
  if (unit < 0xd800) return unit
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800
}
