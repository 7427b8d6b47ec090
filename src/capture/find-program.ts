import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import type { Place } from './place.ts'

/** The file that a command's first word runs, as a shell finds it; undefined when there is none. */
export function findProgram(name: string, { cwd, env }: Pick<Place, 'cwd' | 'env'>): string | undefined {
  if (name.includes('/')) return isExecutable(resolve(cwd, name)) ? resolve(cwd, name) : undefined
  const folders = (env.PATH ?? '').split(delimiter)
  // An empty part of PATH is the working directory.
  return folders.map(folder => join(resolve(cwd, folder), name)).find(isExecutable)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
