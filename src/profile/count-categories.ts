import type { Engine } from '../data/engine.ts'
import type { OpenedWindow, WindowColumn } from '../data/window.ts'
import { mostCategories, poolCategories } from './pool-categories.ts'
import type { CategoricalProfile } from './profile.ts'
import type { ProfileLimits } from './stored-profile.ts'

/**
 * The frequent categories of a column and how much the others hold together: only what is kept leaves the engine, so that
 * a column of identifiers takes no more memory than another.
 */
export async function countCategories(
  engine: Engine,
  window: OpenedWindow,
  { sql }: WindowColumn,
  limits: ProfileLimits,
): Promise<CategoricalProfile> {
  const rows = await engine.rows(
    `WITH g AS MATERIALIZED (SELECT ${sql} AS category, count(*) AS times FROM ${window.relation} GROUP BY ALL),
     kept AS (SELECT category, times FROM g WHERE category IS NOT NULL AND times >= ${limits.minCount}
       ORDER BY times DESC, category LIMIT ${mostCategories(limits.maxBytes)})
     SELECT category, times::DOUBLE AS times FROM kept UNION ALL SELECT NULL, count(category)::DOUBLE FROM g
     UNION ALL SELECT NULL, coalesce(sum(times) FILTER (category IS NULL), 0)::DOUBLE FROM g`,
  )
  const counts = new Map<string, number>()
  const totals: number[] = []
  for (const { category, times } of rows) {
    if (category === null) totals.push(times as number)
    else counts.set(String(category), times as number)
  }
  const [categories = 0, nulls = 0] = totals
  const named = [...counts.values()].reduce((sum, times) => sum + times, 0)
  const rest = { rows: window.rows - nulls - named, categories: categories - counts.size }
  const known = { kind: 'categorical', rows: window.rows, nulls, counts } as const
  return poolCategories(
    rest.categories === 0 ? { ...known, exact: true } : { ...known, exact: false, pooled: rest },
    limits,
  )
}
