import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What npm installed beside a project, by its own list; undefined where there is none. */
export async function nodePackages(
  folders: readonly string[],
): Promise<Readonly<Record<string, string>> | undefined> {
  for (const folder of folders) {
    const text = await readFile(join(folder, 'node_modules', '.package-lock.json'), 'utf8').catch(
      () => undefined,
    )
    const found = text === undefined ? undefined : versionsIn(text)
    if (found !== undefined) return found
  }
  return undefined
}

function versionsIn(text: string): Record<string, string> | undefined {
  try {
    const packages: Record<string, { version?: unknown } | null> = JSON.parse(text).packages ?? {}
    const versions = Object.entries(packages).flatMap(([path, entry]) =>
      typeof entry?.version === 'string' ? [[path.replace(/^node_modules\//, ''), entry.version]] : [],
    )
    return Object.fromEntries(versions)
  } catch {
    // Somebody else's file, half written or damaged, is no reason to record nothing.
    return undefined
  }
}
