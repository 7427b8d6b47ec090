import { readFileSync } from 'node:fs'

/**
 * When a process began, in a form that tells it from a later one of the same number; undefined when there is none, and
 * the empty text where the system does not say more than that there is one.
 */
export function processStart(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // proc_pid_stat(5), from field 3 on: the state, and as field 22 the time it started after boot.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    // Dead, and nobody has asked yet how it died.
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19]
  } catch {
    return isThere(pid) ? '' : undefined
  }
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
