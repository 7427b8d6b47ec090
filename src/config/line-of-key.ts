/**
 * The line, counted from 1, where `section.name` is given in a TOML text, for error messages; the section's own line
 * when the key is written in some rarer way, else 1.
 */
export function lineOfKey(toml: string, section: string, name: string | undefined): number {
  let current: string | undefined
  let sectionLine: number | undefined
  for (const [index, line] of toml.split('\n').entries()) {
    const header = /^\s*\[\s*([^\]]+?)\s*\]/.exec(line)?.[1]
    const key = /^\s*([^=#]+?)\s*=/.exec(line)?.[1]
    if (header !== undefined) current = bare(header)
    const path = [current, key === undefined ? undefined : bare(key)]
      .filter(part => part !== undefined)
      .join('.')
    if (path === section || path.startsWith(`${section}.`)) sectionLine ??= index + 1
    const wanted = name === undefined ? section : `${section}.${name}`
    if (path === wanted || path.startsWith(`${wanted}.`)) return index + 1
  }
  return sectionLine ?? 1
}

function bare(key: string): string {
  return key.replaceAll(/["'\s]/g, '')
}
