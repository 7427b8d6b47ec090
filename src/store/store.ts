import type { Database } from './sqlite.ts'

/**
 * What is remembered: one SQLite file and a directory of files named by their digest. One connection a process. The
 * functions of this folder take a store and speak of one noun each; those that change something run inside
 * `store.write`.
 */
export interface Store {
  /** The directory that holds mlreg.db and artifacts/, absolute. */
  readonly directory: string
  readonly database: Database
  /**
   * Runs the work in one transaction that holds the write lock from its start: what it reads stays true until what it
   * writes is durable, and an error undoes all of it. Waits for other writers up to the lock time-out, then throws
   * `locked`. The lock is for rows and renames: copying, hashing, prompts and children come before.
   */
  write<T>(work: () => T): T
  close(): void
}
