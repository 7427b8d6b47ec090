/**
 * Whether a text is like a pattern in which % stands for any characters and _ for one; there is no escape, as in MLflow.
 * Takes at most as many steps as the product of both lengths, whatever the pattern.
 */
export function isLike(pattern: readonly string[], text: string): boolean {
  const characters = Array.from(text)
  let at = 0
  let next = 0
  // Where to go on when what follows the last % did not fit: behind it, one character later.
  let star = -1
  let after = 0
  while (at < characters.length) {
    if (pattern[next] === '%') {
      star = next++
      after = at
    } else if (pattern[next] === '_' || (next < pattern.length && pattern[next] === characters[at])) {
      next++
      at++
    } else if (star >= 0) {
      next = star + 1
      at = ++after
    } else return false
  }
  while (pattern[next] === '%') next++
  return next === pattern.length
}

/** The form in which texts that differ in case alone are the same. */
export function foldCase(text: string): string {
  return text.toUpperCase().toLowerCase()
}
