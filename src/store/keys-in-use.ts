import type { Store } from './store.ts'

const tables = { metrics: 'latest_metrics', params: 'params', tags: 'tags' } as const

/** Every name of a metric, param or tag of any run, in code point order. */
export function keysInUse({ database }: Store, kind: keyof typeof tables): string[] {
  return database.prepare<[], string>(`SELECT DISTINCT key FROM ${tables[kind]} ORDER BY key`).pluck().all()
}
