import { byCodePoint } from './by-code-point.ts'
import type { CategoricalProfile, Pooled } from './profile.ts'
import type { ProfileLimits } from './stored-profile.ts'
import { countBytes } from './varint.ts'

/**
 * Keeps the categories that enough rows hold, the most frequent first (ties by code point), as long as they fit; pools
 * all others with those that were pooled before.
 */
export function poolCategories(
  { rows, nulls, counts, pooled = { rows: 0, categories: 0 } }: CategoricalProfile,
  { minCount, maxBytes }: Pick<ProfileLimits, 'minCount' | 'maxBytes'>,
): CategoricalProfile {
  const kept: [string, number][] = []
  let rest: Pooled = pooled
  let left = maxBytes
  const most = mostCategories(maxBytes)
  for (const [i, [category, count]] of [...counts].sort(byFrequency).entries()) {
    const bytes = categoryBytes(category, count)
    if (i < most && count >= minCount && bytes <= left) {
      kept.push([category, count])
      left -= bytes
    } else {
      rest = { rows: rest.rows + count, categories: rest.categories + 1 }
    }
  }
  const known = {
    kind: 'categorical',
    rows,
    nulls,
    counts: new Map(kept.sort(([a], [b]) => byCodePoint(a, b))),
  } as const
  return rest.categories === 0 ? { ...known, exact: true } : { ...known, exact: false, pooled: rest }
}

/** Of more than these, in that order, none can be kept: a category takes at least three bytes. */
export function mostCategories(maxBytes: number): number {
  return Math.floor(maxBytes / 3)
}

function categoryBytes(category: string, count: number): number {
  const length = Buffer.byteLength(category)
  return length + countBytes(length) + countBytes(count)
}

function byFrequency([a, countA]: [string, number], [b, countB]: [string, number]): number {
  return countB - countA || byCodePoint(a, b)
}
