import { existsSync } from 'node:fs'
import type { Version } from '../../registry/versions.ts'
import type { ReadingContext } from '../tracking/with-store.ts'

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

/**
 * What an operand names: `models:/…`, the baseline of a version or a file of it; `runs:/…`, a file of a run; else what is
 * on this machine, unless nothing is there and it names a version of a model in the store. Stored bytes are compared with
 * their digest first. Of the store nothing is loaded for a file.
 */
export async function findWindow(context: ReadingContext, text: string): Promise<FoundWindow> {
  const plain = { path: text, source: text }
  if (isStored(text)) {
    return await (await import('./stored-window.ts')).storedWindow(context, text)
  }
  if (!mayBeVersion(text)) return plain
  return (await (await import('./stored-window.ts')).baselineIfNamed(context, text)) ?? plain
}

/** Whether an operand names something in the store for sure. */
export function isStored(text: string): boolean {
  return /^(models|runs):\/+./.test(text)
}

/** `churn/Production` or `churn@champion`, and no file, nor what could only be one. */
export function mayBeVersion(text: string): boolean {
  return /^[^./][^/]*[/@][^/]+$/.test(text) && !/[*?[]/.test(text) && !existsSync(text)
}
