import { lstatSync } from 'node:fs'

/** Whether a directory's entry has a name that is text. Other bytes come as U+FFFD, under which there is no file. */
export function isTextName(path: string): boolean {
  return !path.includes('\ufffd') || lstatSync(path, { throwIfNoEntry: false }) !== undefined
}
