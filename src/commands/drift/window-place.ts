import type { Version } from '../../registry/versions.ts'

/** Where the window that an operand names is read. */
export interface WindowPlace {
  /** A path, a glob, a directory of Parquet, `-`: stored bytes lie under their digest. */
  readonly path: string
  /** What was typed, by which messages and reports call it. */
  readonly source: string
}

/** The same, with the version whose baseline it is, when it is one. */
export interface FoundWindow extends WindowPlace {
  readonly version?: Version
}
