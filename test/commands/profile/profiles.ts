import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from '../drift/run.ts'

const directory = mkdtempSync(join(tmpdir(), 'mlreg-profile-'))
let files = 0

/** A path of its own, where nothing is yet. */
export const fresh = () => join(directory, `${++files}.profile`)

/** Writes the profile of a window and gives its path. Fails when there is none. */
export async function profiled(window: string, ...options: readonly string[]): Promise<string> {
  return await written('profile', window, ...options)
}

/** Merges profiles and gives the result's path. */
export async function merged(profiles: readonly string[], ...options: readonly string[]): Promise<string> {
  return await written('profile', 'merge', ...profiles, ...options)
}

async function written(...words: readonly string[]): Promise<string> {
  const path = fresh()
  const { exit, stderr } = await run(...words, '-o', path, '-q')
  if (exit !== 0 || !existsSync(path)) throw new Error(stderr)
  return path
}

export interface ProfileDocument {
  readonly rows: number
  readonly limits: Readonly<Record<string, number | boolean>>
  readonly written: { readonly path: string; readonly bytes: number } | null
  readonly columns: readonly Readonly<Record<string, number | string | null>>[]
}

/** `mlreg profile … --json`, parsed. */
export async function profileJson(...words: readonly string[]): Promise<ProfileDocument> {
  const { exit, stdout, stderr } = await run('profile', ...words, '--json')
  if (exit !== 0) throw new Error(stderr)
  return JSON.parse(stdout) as ProfileDocument
}

export const bytesOf = (path: string) => readFileSync(path)

/** Folders of a reference and a current window: those of the repository and, where they are, those shared by projects. */
export function windowPairs(): readonly (readonly [folder: string, reference: string, current: string])[] {
  return ['fixtures/windows', '../shared/fixtures/pairs'].filter(existsSync).flatMap(root =>
    readdirSync(root, { withFileTypes: true })
      .filter(entry => entry.isDirectory())
      .map(({ name }) => {
        const folder = join(root, name)
        const suffix = existsSync(join(folder, 'reference.parquet')) ? 'parquet' : 'csv'
        return [folder, join(folder, `reference.${suffix}`), join(folder, `current.${suffix}`)] as const
      }),
  )
}
