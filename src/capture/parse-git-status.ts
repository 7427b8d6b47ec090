/** What `git status --porcelain=v2 --branch -z` says. */
export interface GitStatus {
  /** Null before the first commit. */
  readonly commit: string | null
  /** Null when no branch is checked out. */
  readonly branch: string | null
  /** How many files that git knows differ from the commit. */
  readonly changed: number
  /** Files that git does not know and does not ignore, relative to the top of the repository. */
  readonly untracked: readonly string[]
}

export function parseGitStatus(text: string): GitStatus {
  let commit: string | null = null
  let branch: string | null = null
  let changed = 0
  const untracked: string[] = []
  const entries = text.split('\0').values()
  for (const entry of entries) {
    if (entry.startsWith('# branch.oid ')) commit = named(entry.slice(13), '(initial)')
    else if (entry.startsWith('# branch.head ')) branch = named(entry.slice(14), '(detached)')
    else if (entry.startsWith('? ')) untracked.push(entry.slice(2))
    else if (/^[12u] /.test(entry)) changed++
    // A rename is followed by the name before.
    if (entry.startsWith('2 ')) entries.next()
  }
  return { commit, branch, changed, untracked }
}

function named(text: string, none: string): string | null {
  return text === none ? null : text
}
