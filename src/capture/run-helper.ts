import { spawn } from 'node:child_process'
import type { Place } from './place.ts'

export interface HelperResult {
  /** Undefined when it was stopped or gave more than it may. */
  readonly code: number | undefined
  readonly stdout: Buffer
  readonly stderr: string
}

export interface HelperLimits {
  readonly timeoutMs?: number
  /** How much of its standard output is taken. */
  readonly maxBytes?: number
  /** A file descriptor that gets its standard output instead. */
  readonly into?: number
}

const lookMs = 5_000
const mebibyte = 2 ** 20

/**
 * Runs a small program that looks at something; undefined when there is none of that name. It has a session of its own:
 * Ctrl-C is meant for the command, and half of what was seen would be recorded as all of it.
 */
export async function runHelper(
  program: string,
  words: readonly string[],
  { cwd, env, onHelperEnd }: Place,
  { timeoutMs = lookMs, maxBytes = mebibyte, into }: HelperLimits = {},
): Promise<HelperResult | undefined> {
  return await new Promise(resolve => {
    const child = spawn(program, words, {
      cwd,
      env: { ...env },
      detached: true,
      stdio: ['ignore', into ?? 'pipe', 'pipe'],
    })
    const stdout: Buffer[] = []
    let stderr = ''
    let bytes = 0
    let isWhole = true
    const stop = () => {
      isWhole = false
      child.kill('SIGKILL')
    }
    const timer = setTimeout(stop, timeoutMs)
    child.stdout?.on('data', (part: Buffer) => {
      bytes += part.length
      if (bytes > maxBytes) stop()
      else stdout.push(part)
    })
    child.stderr?.on('data', (part: Buffer) => {
      if (stderr.length < mebibyte) stderr += part
    })
    child.on('exit', () => onHelperEnd?.())
    child.on('error', () => {
      clearTimeout(timer)
      resolve(undefined)
    })
    child.on('close', code => {
      clearTimeout(timer)
      resolve({ code: isWhole ? (code ?? undefined) : undefined, stdout: Buffer.concat(stdout), stderr })
    })
  })
}
