import { existsSync } from 'node:fs'
import type { ReadingContext } from '../tracking/with-store.ts'
import type { FoundWindow } from './window-place.ts'

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
