import { readdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { type FileDigest, fileDigest } from './file-digest.ts'

export interface FoundFile extends FileDigest {
  /** Relative to the working directory. */
  readonly path: string
}

const lockFile =
  /^(package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|requirements[\w.-]*\.txt|constraints\.txt|Pipfile\.lock|poetry\.lock|pdm\.lock|uv\.lock|pylock[\w.]*\.toml|conda-lock\.yml|pixi\.lock|environment\.ya?ml|pyproject\.toml|setup\.cfg|renv\.lock|Manifest\.toml|Cargo\.lock|go\.sum|Gemfile\.lock|dvc\.lock|flake\.lock)$/
const largest = 64 * 2 ** 20

/** The files that pin what is installed, in the working directory and at the top of the repository. */
export async function lockFiles(cwd: string, folders: readonly string[]): Promise<FoundFile[]> {
  const found: FoundFile[] = []
  for (const folder of new Set(folders)) {
    for (const name of (await readdir(folder).catch(() => [])).filter(one => lockFile.test(one)).sort()) {
      const file = await fileDigest(join(folder, name), largest)
      if (file !== undefined) found.push({ path: relative(cwd, join(folder, name)), ...file })
    }
  }
  return found
}
