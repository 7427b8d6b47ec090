import { checkChain } from './event-chain.ts'
import type { Store } from './store.ts'

/** Rows over all tables, and whatever is wrong with the database itself: a sentence each. */
export interface DatabaseCheck {
  readonly rows: number
  readonly problems: readonly string[]
}

const mostProblems = 100

/** SQLite's own checks of pages, indexes and references, and the chain of events. */
export function checkDatabase(store: Store): DatabaseCheck {
  const problems = [...brokenPages(store), ...brokenReferences(store)]
  // A damaged page may be met again by every further query.
  if (problems.length > 0) return { rows: 0, problems }
  problems.push(...brokenEvents(store))
  return { rows: countRows(store), problems }
}

function brokenPages({ database }: Store): string[] {
  const found = database.pragma(`integrity_check(${mostProblems})`) as { integrity_check: string }[]
  return found.map(row => row.integrity_check).filter(text => text !== 'ok')
}

function brokenReferences({ database }: Store): string[] {
  const found = database.pragma('foreign_key_check') as { table: string; rowid: number; parent: string }[]
  return found
    .slice(0, mostProblems)
    .map(
      ({ table, rowid, parent }) => `row ${rowid} of ${table} refers to a row of ${parent} that is not there`,
    )
}

function brokenEvents(store: Store): string[] {
  const { problems } = checkChain(store)
  return problems.slice(0, mostProblems).map(({ message }) => message)
}

function countRows({ database }: Store): number {
  const tables = database
    .prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`)
    .pluck()
    .all()
  return tables.reduce(
    (total, table) => total + Number(database.prepare(`SELECT count(*) FROM "${table}"`).pluck().get()),
    0,
  )
}
