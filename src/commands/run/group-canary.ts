import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'

const lookAfterMs = 20
const atMostMs = 200

/**
 * Tells a signal sent to the whole process group, as a terminal does for Ctrl-C, from one that was sent to mlreg alone:
 * a process that does nothing sits in the group, and such a signal is the end of it too. It ends with mlreg, whose pipe
 * it reads.
 */
export class GroupCanary {
  #bird: ChildProcess | undefined
  #isLeaving = false

  start(): void {
    const bird = spawn('cat', [], { stdio: ['pipe', 'ignore', 'ignore'], cwd: '/' })
    bird.on('error', () => {
      this.#bird = undefined
    })
    bird.stdin?.on('error', () => {})
    bird.unref()
    this.#bird = bird
  }

  /** Whether the signal that was just heard reached the group. Undefined where there is no telling. */
  async hears(signal: NodeJS.Signals): Promise<boolean | undefined> {
    const bird = this.#bird
    if (bird?.pid === undefined) return undefined
    for (let waited = 0; waited < atMostMs; waited += lookAfterMs) {
      await delay(lookAfterMs)
      if (bird.signalCode !== null) return this.#replace(bird, signal)
      const status = pendingState(bird.pid)
      if (status !== undefined) return status && this.#replace(bird, signal)
    }
    return false
  }

  stop(): void {
    this.#isLeaving = true
    this.#bird?.stdin?.end()
  }

  #replace(bird: ChildProcess, signal: NodeJS.Signals): boolean {
    if (this.#bird === bird && !this.#isLeaving) this.start()
    return bird.signalCode === null || bird.signalCode === signal
  }
}

/** Whether a process has been sent a signal that it has not died of yet; undefined where the system does not say. */
function pendingState(pid: number): boolean | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/status`, 'latin1')
    if (/^State:\s*[ZX]/m.test(text)) return true
    const pending = [...text.matchAll(/^(?:SigPnd|ShdPnd):\s*([0-9a-f]+)/gm)]
    return pending.length === 0 ? undefined : pending.some(([, bits = '']) => /[1-9a-f]/.test(bits))
  } catch {
    return process.platform === 'linux' ? true : undefined
  }
}
