import { readdirSync, readFileSync } from 'node:fs'

/** What a command has used. */
export interface Usage {
  /** Seconds of user and system time, of the command and of all processes that it waited for. */
  readonly cpuSeconds: number | null
  /** The greatest resident set of any one of its processes, as `time -v` has it, in bytes. */
  readonly peakMemoryBytes: number | null
}

// USER_HZ: what the kernel tells programs is in hundredths of a second on every machine that Node runs on.
const ticksPerSecond = 100
const treeEveryMs = 2_000

/**
 * Watches a child through /proc; elsewhere there is nothing to see. Node waits for children without keeping what the
 * kernel says of them, but the kernel adds their time to that of all children waited for, and keeps the greatest
 * resident set of each as long as it lives.
 */
export class ChildUsage {
  #others = childrenTicks() ?? 0
  #peak = 0
  #treeAt = 0
  readonly #isThere = childrenTicks() !== undefined
  #total: number | undefined

  /** Another child, which looked at something, has ended: its time is not the command's. */
  noteHelper(): void {
    if (this.#total === undefined) this.#others = childrenTicks() ?? 0
  }

  /** Looks at the memory of a process that lives, and now and then at that of those below it. */
  sample(pid: number): void {
    if (!this.#isThere) return
    const now = performance.now()
    const isTimeForAll = now - this.#treeAt >= treeEveryMs
    const pids = isTimeForAll ? withDescendants(pid) : [pid]
    if (isTimeForAll) this.#treeAt = now
    for (const one of pids) this.#peak = Math.max(this.#peak, peakOf(one))
  }

  /** Called when the command has been waited for. */
  noteEnd(): void {
    this.#total = childrenTicks()
  }

  usage(): Usage {
    return {
      cpuSeconds: this.#total === undefined ? null : (this.#total - this.#others) / ticksPerSecond,
      peakMemoryBytes: this.#peak === 0 ? null : this.#peak,
    }
  }
}

/** User and system time of all children that were waited for, from proc_pid_stat(5): fields 16 and 17. */
function childrenTicks(): number | undefined {
  const fields = statFields('self')
  return fields === undefined ? undefined : Number(fields[13]) + Number(fields[14])
}

/** The fields after the name, which may hold anything: the first one is the state, field 3. */
function statFields(pid: number | string): string[] | undefined {
  const text = textOf(`/proc/${pid}/stat`)
  return text === '' ? undefined : text.slice(text.lastIndexOf(')') + 2).split(' ')
}

function peakOf(pid: number): number {
  const kilobytes = /^VmHWM:\s*(\d+) kB/m.exec(textOf(`/proc/${pid}/status`))?.[1]
  return Number(kilobytes ?? 0) * 1024
}

function withDescendants(pid: number): number[] {
  const parents = new Map<number, number[]>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const parent = Number(statFields(name)?.[1])
    parents.set(parent, [...(parents.get(parent) ?? []), Number(name)])
  }
  const found = [pid]
  for (const one of found) found.push(...(parents.get(one) ?? []))
  return found
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    // Processes end while they are looked at.
    return ''
  }
}
