/** How many cells of a terminal a text takes. */
export type CellWidth = (text: string) => number

// ASCII, Latin, Greek, Cyrillic, and the dashes, arrows, signs, bars and marks of our own: one cell each.
const oneCellEach =
  /^[\x20-\x7e\xa1-\xac\xae-\u02ff\u0370-\u0377\u037a-\u037f\u0384-\u038a\u0390-\u03a1\u03a3-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e\u2190-\u21ff\u2200-\u22ff\u2580-\u259f\u2713\u2717]*$/

export function isOneCellEach(text: string): boolean {
  return oneCellEach.test(text)
}

/**
 * A width that is right for every text made of the given one. string-width takes 30 ms to load and 20 ms for its
 * first text (it compiles a list of all emoji), which most reports can do without.
 */
export async function loadCellWidth(everything: string): Promise<CellWidth> {
  if (isOneCellEach(everything)) return text => text.length
  const { default: stringWidth } = await import('string-width')
  return text => (isOneCellEach(text) ? text.length : stringWidth(text))
}
