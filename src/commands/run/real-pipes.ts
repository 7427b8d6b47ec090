import { spawnSync } from 'node:child_process'
import { constants, mkdtempSync, openSync, rmSync } from 'node:fs'
import { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'

/** A pipe: this process reads one end, and the descriptor of the other is for a child. */
export interface RealPipe {
  readonly read: Readable
  readonly write: number
}

/**
 * Pipes as a shell makes them. What Node calls a pipe between processes is a socket, in which a command would find no
 * /dev/stdout to open, and no SIGPIPE when nobody reads. Undefined where the system cannot make them.
 */
export function realPipes(count: number): RealPipe[] | undefined {
  let directory: string | undefined
  try {
    directory = mkdtempSync(join(tmpdir(), 'mlreg-pipes-'))
    const names = Array.from({ length: count }, (_, i) => join(directory as string, String(i)))
    if (spawnSync('mkfifo', names, { stdio: 'ignore' }).status !== 0) return undefined
    // The reader first, and without waiting for a writer.
    return names.map(name => {
      const read = openSync(name, constants.O_RDONLY | constants.O_NONBLOCK)
      const write = openSync(name, constants.O_WRONLY)
      return { read: new Socket({ fd: read, readable: true, writable: false }), write }
    })
  } catch {
    return undefined
  } finally {
    if (directory !== undefined) rmSync(directory, { recursive: true, force: true })
  }
}
