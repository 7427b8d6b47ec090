/** A name as a file system sees it that knows neither case nor Unicode's ways to write a letter. */
export function nameKey(path: string): string {
  return path.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC')
}

/** The keys of the directories that a file with this key lies in, from the top. */
export function keysAbove(key: string): string[] {
  const parts = key.split('/')
  return parts.slice(1).map((_, i) => parts.slice(0, i + 1).join('/'))
}

/**
 * Tells of one name after the other which of those before it is the same file, or a directory of it, where names are
 * written out; undefined of one that can be beside all of them.
 */
export function nameClashes(): (name: string) => string | undefined {
  const files = new Map<string, string>()
  const directories = new Map<string, string>()
  return name => {
    const key = nameKey(name)
    const above = keysAbove(key)
    const [other] = [files.get(key), directories.get(key), ...above.map(one => files.get(one))].filter(
      one => one !== undefined,
    )
    if (other !== undefined) return other
    files.set(key, name)
    for (const one of above) directories.set(one, name)
    return undefined
  }
}
