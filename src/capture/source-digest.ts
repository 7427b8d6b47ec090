import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { fileDigest } from './file-digest.ts'
import type { FoundFile } from './lock-files.ts'

/** The code below the working directory as one digest: the same files have the same one, in git or not. */
export interface SourceState {
  /** Null where there is more than may be looked at. */
  readonly digest: string | null
  readonly files: number
  /** Files of code that the command line names. */
  readonly named: readonly FoundFile[]
}

const code =
  /\.(py|pyx|ipynb|r|rmd|jl|js|mjs|cjs|ts|tsx|sh|bash|sql|scala|java|kt|go|rs|c|cc|cpp|h|hpp|cu|toml|ya?ml|json|cfg|ini)$/i
const notSource = /^(\..*|node_modules|__pycache__|venv|env|dist|build|target|mlruns|wandb|site-packages)$/
const mostEntries = 20_000
const largestFile = 2 ** 20
const largestNamed = 64 * 2 ** 20

export async function sourceDigest(cwd: string, command: readonly string[]): Promise<SourceState> {
  const named: FoundFile[] = []
  for (const word of command) {
    const file =
      word.startsWith('-') || !code.test(word)
        ? undefined
        : await fileDigest(resolve(cwd, word), largestNamed)
    if (file !== undefined) named.push({ path: word, ...file })
  }
  const paths = await codeBelow(cwd)
  if (paths === undefined) return { digest: null, files: 0, named }
  const hash = createHash('sha256')
  let files = 0
  for (const path of paths) {
    const file = await fileDigest(join(cwd, path), largestFile)
    if (file === undefined) continue
    files++
    hash.update(`${path}\0${file.digest}\n`)
  }
  return { digest: files === 0 ? null : hash.digest('hex'), files, named }
}

/** Paths in code point order; undefined when there are too many entries, as in somebody's home directory. */
async function codeBelow(cwd: string): Promise<string[] | undefined> {
  const found: string[] = []
  const folders = ['']
  let entries = 0
  for (const folder of folders) {
    const inside = await readdir(join(cwd, folder), { withFileTypes: true }).catch(() => [])
    // A store grows with every run, this one's record included.
    if (inside.some(({ name }) => name === 'mlreg.db')) continue
    for (const entry of inside) {
      if (++entries > mostEntries) return undefined
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (entry.isDirectory() && !notSource.test(entry.name)) folders.push(path)
      else if (entry.isFile() && code.test(entry.name)) found.push(path)
    }
  }
  return found.sort((a, b) => (a < b ? -1 : 1))
}
