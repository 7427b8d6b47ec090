import { fstatSync, writeSync } from 'node:fs'
import type { WriteStream } from 'node:tty'
import { MlregError } from './errors.ts'
import type { Io } from './io.ts'

/**
 * The only view of the process that the rest of mlreg has. A stream is made when it is needed: of a pipe it takes Node.js
 * some milliseconds, and a pipe can be written to without.
 */
export function processIo(process: NodeJS.Process): Io {
  const terminal = isPlain(process, 1) ? undefined : process.stdout
  const messages = isPlain(process, 2) ? undefined : process.stderr
  const errors = output(process, 2, () => process.stderr)
  return {
    stdout: printer(output(process, 1, () => process.stdout)),
    // A standard error that is gone must not change the status.
    stderr: text => errors(text, () => {}),
    stdoutIsTerminal: terminal?.isTTY === true,
    stderrIsTerminal: messages?.isTTY === true,
    terminalColumns: [terminal, messages].find(stream => stream?.isTTY)?.columns,
    terminalColorLevel: terminal === undefined ? 0 : terminalColorLevel(terminal, process.env),
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
    get passThrough() {
      return { stdout: deaf(process.stdout), stderr: deaf(process.stderr) }
    },
    onSignal: (signal, listener) => {
      process.on(signal, listener)
      return () => void process.off(signal, listener)
    },
  }
}

/** A file or a pipe, and so no terminal. */
function isPlain({ platform }: NodeJS.Process, descriptor: number): boolean {
  if (platform === 'win32') return false
  try {
    const stats = fstatSync(descriptor)
    return stats.isFile() || stats.isFIFO()
  } catch {
    return false
  }
}

type Output = (text: string | Buffer, done: (error?: NodeJS.ErrnoException | null) => void) => void

/** Writes to a descriptor; through a stream where that is no file or pipe, and from where on a pipe does not wait. */
function output(process: NodeJS.Process, descriptor: number, open: () => NodeJS.WriteStream): Output {
  let direct = isPlain(process, descriptor)
  let stream: NodeJS.WriteStream | undefined
  const toStream: Output = (text, done) => {
    stream ??= deaf(open())
    stream.write(text, done)
  }
  return (text, done) => {
    if (!direct) return toStream(text, done)
    const bytes = Buffer.from(text)
    let at = 0
    try {
      while (at < bytes.length) at += writeSync(descriptor, bytes, at)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return done(error as NodeJS.ErrnoException)
      direct = false
      return toStream(bytes.subarray(at), done)
    }
    return done()
  }
}

/** Every failure also reaches the callback of its write; without a listener it would end the process. */
function deaf(stream: NodeJS.WriteStream): NodeJS.WriteStream {
  return stream.on('error', () => {})
}

function printer(write: Output): Io['stdout'] {
  let readerIsGone = false
  return async text => {
    if (readerIsGone || text === '') return
    const error = await new Promise<NodeJS.ErrnoException | null | undefined>(resolve => write(text, resolve))
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
