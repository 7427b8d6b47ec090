import type { Store } from './store.ts'

const tables = { metrics: 'latest_metrics', params: 'params', tags: 'tags' } as const

/** Whether any run has a metric, param or tag of that name: at once when one of the first has. */
export function isKeyInUse({ database }: Store, kind: keyof typeof tables, key: string): boolean {
  const found = database.prepare<[string], number>(
    `SELECT EXISTS (SELECT 1 FROM ${tables[kind]} WHERE key = ?)`,
  )
  return found.pluck().get(key) === 1
}

/** Every name of a metric, param or tag of any run, in code point order. */
export function keysInUse({ database }: Store, kind: keyof typeof tables): string[] {
  return database.prepare<[], string>(`SELECT DISTINCT key FROM ${tables[kind]} ORDER BY key`).pluck().all()
}
