import { type ChildProcess, spawn } from 'node:child_process'
import type { Io } from '../io.ts'

export interface HookCall {
  /** What a shell is to run. */
  readonly command: string
  /** What it reads on standard input. */
  readonly input: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly timeoutMs: number
}

/** How long a command has that was asked to end, before it is ended. */
const graceMs = 1_000
const endings: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP']

/**
 * Runs a command through the shell, its output being part of standard error, and gives what went wrong, if anything.
 * It has a process group of its own, so that all of it can be ended: when its time is over, or when mlreg is.
 */
export async function runHook({ platform, onSignal }: Pick<Io, 'platform' | 'onSignal'>, call: HookCall) {
  const { command, input, env, cwd, timeoutMs } = call
  const isGroup = platform !== 'win32'
  let child: ChildProcess
  try {
    // Its own descriptor of standard error: whatever it writes takes no memory here, and may go on when mlreg ends.
    child = spawn(command, { shell: true, detached: isGroup, cwd, env, stdio: ['pipe', 2, 2] })
  } catch (error) {
    return `cannot be started: ${(error as Error).message}`
  }
  const end = (signal: NodeJS.Signals) => endAll(child, signal, isGroup)
  let isLate = false
  let killing: NodeJS.Timeout | undefined
  const timer = setTimeout(() => {
    isLate = true
    end('SIGTERM')
    killing = setTimeout(end, graceMs, 'SIGKILL')
  }, timeoutMs)
  const deaf = endings.map(signal =>
    onSignal(signal, () => {
      end('SIGKILL')
      for (const stop of deaf) stop()
      process.kill(process.pid, signal)
    }),
  )
  // A command need not read what it is told.
  child.stdin?.on('error', () => {})
  child.stdin?.end(input)
  try {
    const trouble = await ended(child)
    if (!isLate) return trouble
    // What the shell started may not have heard.
    end('SIGKILL')
    return `took longer than ${timeoutMs / 1000} s and was ended`
  } finally {
    clearTimeout(timer)
    clearTimeout(killing)
    for (const stop of deaf) stop()
    child.stdin?.destroy()
  }
}

/** Not when its streams close: what it left running in the background may hold them. */
function ended(child: ChildProcess): Promise<string | undefined> {
  return new Promise(resolve => {
    child.once('error', error => resolve(`cannot be started: ${error.message}`))
    child.once('exit', (code, signal) => {
      if (code === 0) resolve(undefined)
      else resolve(signal === null ? `ended with the status ${code}` : `was ended by ${signal}`)
    })
  })
}

function endAll({ pid }: ChildProcess, signal: NodeJS.Signals, isGroup: boolean): void {
  if (pid === undefined) return
  try {
    process.kill(isGroup ? -pid : pid, signal)
  } catch {
    // It ended by itself meanwhile.
  }
}
