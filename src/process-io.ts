import type { WriteStream } from 'node:tty'
import { MlregError } from './errors.ts'
import type { Io } from './io.ts'

/** The only view of the process that the rest of mlreg has. */
export function processIo(process: NodeJS.Process): Io {
  // A standard error that is gone must not change the status.
  process.stderr.on('error', () => {})
  return {
    stdout: writer(process.stdout),
    stderr: text => void process.stderr.write(text),
    stdoutIsTerminal: process.stdout.isTTY === true,
    stderrIsTerminal: process.stderr.isTTY === true,
    terminalColumns: process.stdout.isTTY ? process.stdout.columns : undefined,
    terminalColorLevel: terminalColorLevel(process.stdout, process.env),
    // Opened by who reads it: most commands do not, and it takes a millisecond or more.
    get stdin() {
      return process.stdin
    },
    get stdinIsTerminal() {
      return process.stdin.isTTY === true
    },
    env: process.env,
    cwd: process.cwd(),
    platform: process.platform,
    startedMs: performance.timeOrigin,
    nodeVersion: process.versions.node,
    passThrough: { stdout: process.stdout, stderr: process.stderr },
    onSignal: (signal, listener) => {
      process.on(signal, listener)
      return () => void process.off(signal, listener)
    },
  }
}

function writer(stream: NodeJS.WriteStream): Io['stdout'] {
  let readerIsGone = false
  // Every failure also reaches the callback of its write; without a listener it would end the process.
  stream.on('error', () => {})
  return async text => {
    if (readerIsGone || text === '') return
    const error = await new Promise<NodeJS.ErrnoException | null | undefined>(resolve => {
      stream.write(text, resolve)
    })
    // `mlreg … | head` has seen enough; what was found stays found.
    if (error?.code === 'EPIPE') readerIsGone = true
    else if (error) {
      throw new MlregError('cannot-write', `cannot write to standard output: ${error.message}`, {
        cause: error,
      })
    }
  }
}

/** What the terminal can do, without the wishes in NO_COLOR and its kind: colorLevel weighs those. */
function terminalColorLevel(stream: WriteStream, env: NodeJS.ProcessEnv): 0 | 1 | 2 | 3 {
  if (!stream.isTTY) return 0
  const { NO_COLOR: _, FORCE_COLOR: __, NODE_DISABLE_COLORS: ___, ...rest } = env
  const depth = stream.getColorDepth(rest)
  if (depth >= 24) return 3
  if (depth >= 8) return 2
  return depth >= 4 ? 1 : 0
}
