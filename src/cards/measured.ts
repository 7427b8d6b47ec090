import type { IndexResult } from './model-index.ts'

/** A version measured on a file, for its card: a part of the body and a part of the front matter. */
export interface Measured {
  /** Markdown: the tables, and what is to be known of them. */
  readonly block: string
  /** Of all rows. */
  readonly result: IndexResult
  /** What was measured on what. */
  readonly evaluation: Readonly<Record<string, unknown>>
}
