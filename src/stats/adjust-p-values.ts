/** How p-values answer for being many: Benjamini-Hochberg's false discovery rate, Holm's family-wise error, not at all. */
export type Correction = 'bh' | 'holm' | 'none'

/**
 * Adjusted p-values, in the order given: below a level exactly where the procedure rejects at that level. None is above
 * 1 or below its own p-value. NumPy-free twin of R's `p.adjust`.
 *
 * Sources: Y. Benjamini and Y. Hochberg, J. R. Stat. Soc. B 57 (1), 1995; S. Holm, Scand. J. Stat. 6 (2), 1979.
 */
export function adjustPValues(values: readonly number[], correction: Correction): readonly number[] {
  if (correction === 'none') return values
  const count = values.length
  const order = values.map((_, i) => i).sort((a, b) => (values[a] as number) - (values[b] as number))
  const adjusted = new Array<number>(count)
  // Holm looks from the smallest up and keeps the largest so far, Benjamini-Hochberg the other way round.
  const places = correction === 'holm' ? order.keys() : [...order.keys()].reverse()
  let kept = correction === 'holm' ? 0 : 1
  for (const place of places) {
    const i = order[place] as number
    const factor = correction === 'holm' ? count - place : count / (place + 1)
    const own = Math.min(1, (values[i] as number) * factor)
    kept = correction === 'holm' ? Math.max(kept, own) : Math.min(kept, own)
    adjusted[i] = kept
  }
  return adjusted
}
