import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Workspace } from '../tracking/workspace.ts'

/** A run with these files, by name, in the workspace's own store. Gives its id. */
export async function storedRun(work: Workspace, files: Readonly<Record<string, string>>): Promise<string> {
  const { stdout } = await work.run(['start'])
  const run = stdout.trim()
  for (const [name, text] of Object.entries(files)) await store(work, run, name, text)
  return run
}

/** Stores a file of a run, over one that had the name. */
export async function store(work: Workspace, run: string, name: string, text: string): Promise<void> {
  const file = join(work.directory, 'files', name)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  await work.out('log', 'artifact', file, '--as', name, '--run', run)
}

/** The files of all blobs. */
export function blobPaths(work: Workspace, store = '.mlreg'): string[] {
  const root = join(work.directory, store, 'artifacts/sha256')
  return readdirSync(root).flatMap(folder =>
    readdirSync(join(root, folder)).map(name => join(root, folder, name)),
  )
}

export function flipBit(path: string, which: number): void {
  const bytes = readFileSync(path)
  const bit = (which * 7) % (8 * bytes.length)
  bytes[bit >> 3] = (bytes[bit >> 3] as number) ^ (1 << (bit & 7))
  chmodSync(path, 0o644)
  writeFileSync(path, bytes)
}
