const printableAscii = /^[\x20-\x7e]*$/

// Invisible characters that belong to what is seen: the joiners and selectors of emoji, the tags of the three
// regional flags, and the variants of Han characters. Everywhere else they only hide or reorder text.
const person = String.raw`\p{Extended_Pictographic}[\uFE0E\uFE0F]?\p{Emoji_Modifier}?`
const emoji = String.raw`${person}(?:\u200D${person})*`
const flag = String.raw`\u{1F3F4}[\u{E0061}-\u{E007A}]{5}\u{E007F}`
const kept = String.raw`${flag}|${emoji}|[0-9#*]\uFE0F\u20E3|\p{Script=Han}[\u{E0100}-\u{E01EF}]`

const unseen = String.raw`[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\uFFF9-\uFFFB]`
// A leading mark would combine with whatever is printed before it.
const keptOrUnsafe = new RegExp(`(${kept})|^\\p{M}|${unseen}`, 'gu')

/**
 * Text that a terminal shows and never obeys: control characters, line ends, bidirectional overrides, invisible
 * characters and lone surrogates become escapes such as `\u001b`. Everything visible stays as it is.
 */
export function escapeText(text: string): string {
  if (printableAscii.test(text)) return text
  return text.replace(keptOrUnsafe, (match, seen: string | undefined) => seen ?? escapeCharacter(match))
}

function escapeCharacter(character: string): string {
  const hex = (character.codePointAt(0) ?? 0).toString(16)
  return hex.length > 4 ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`
}
