import type { Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'

/** What is going on between a command and whoever reads what it prints. */
export interface Activity {
  bytes: number
  /** How many writes have not been taken yet. */
  writing: number
}

/**
 * Hands on what a command prints, byte for byte and no faster than it is taken, after `look` has seen it. When nobody
 * takes it any more the command's pipe is closed, so that it learns of it as it would without mlreg; anything else that
 * goes wrong is given back.
 */
export async function passOutput(
  source: Readable,
  target: NodeJS.WritableStream,
  activity: Activity,
  look: (bytes: Buffer) => void,
): Promise<Error | undefined> {
  try {
    for await (const bytes of source) {
      look(bytes)
      activity.bytes += bytes.length
      activity.writing++
      const error = await new Promise<Error | null | undefined>(resolve => {
        target.write(bytes, resolve)
      })
      activity.writing--
      if (error) return (error as NodeJS.ErrnoException).code === 'EPIPE' ? undefined : error
    }
    return undefined
  } catch {
    // The pipe was closed from this side.
    return undefined
  }
}

const silenceMs = 2_000

/**
 * Waits until what the command printed has been handed on. What it left running may hold its pipes for ever: after two
 * seconds in which nothing came, and nobody was waited for, it is left alone. Gives whether all was handed on.
 */
export async function drained(
  passing: Promise<unknown>,
  { stdout, stderr }: { readonly stdout: Readable; readonly stderr: Readable },
  activity: Activity,
): Promise<boolean> {
  let isDone = false
  const done = passing.then(() => {
    isDone = true
  })
  for (let before = -1; !isDone && (activity.writing > 0 || before !== activity.bytes); ) {
    before = activity.bytes
    const timer = new AbortController()
    await Promise.race([done, delay(silenceMs, undefined, { signal: timer.signal }).catch(() => undefined)])
    timer.abort()
  }
  if (isDone) return true
  stdout.destroy()
  stderr.destroy()
  await done
  return false
}
