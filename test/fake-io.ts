import { Readable, Writable } from 'node:stream'
import type { Io } from '../src/io.ts'

export interface FakeIo extends Io {
  /** What was written so far. */
  readonly written: { stdout: string; stderr: string }
}

/** An Io of its own: a pipe, an empty environment, nothing on standard input. */
export function fakeIo(parts: Partial<Io> = {}): FakeIo {
  const written = { stdout: '', stderr: '' }
  const into = (name: 'stdout' | 'stderr') =>
    new Writable({
      write: (chunk, _, done) => {
        written[name] += chunk
        done()
      },
    })
  return {
    stdout: async text => {
      written.stdout += text
    },
    stderr: text => {
      written.stderr += text
    },
    stdoutIsTerminal: false,
    stderrIsTerminal: false,
    terminalColumns: undefined,
    terminalColorLevel: 0,
    stdin: Readable.from([]),
    stdinIsTerminal: false,
    env: {},
    cwd: process.cwd(),
    platform: 'linux',
    startedMs: Date.now(),
    nodeVersion: process.versions.node,
    passThrough: { stdout: into('stdout'), stderr: into('stderr') },
    onSignal: () => () => {},
    written,
    ...parts,
  }
}
