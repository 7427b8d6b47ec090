/** What stands where somebody has to write: `[FILL IN: who answers for it]`. */
export function placeholder(what: string): string {
  return `[FILL IN: ${what}]`
}

// The second is what Hugging Face's template has.
const leftIn = /\[fill in\b[^\]]*\]|\[more information needed\]/i

/** Texts that stand for a text that is still to come, or for not having thought about it. */
const saysNothing = /^(to ?do|tbd|tba|tbc|fixme|xxx+|n\/?a|none|unknown|to be \w+|[-–—.…?\s]*)[.!:]?$/i

/** Whether a text is missing: empty, or a placeholder somewhere in it. */
export function isPlaceholder(text: string): boolean {
  return leftIn.test(text) || saysNothing.test(text.trim())
}
