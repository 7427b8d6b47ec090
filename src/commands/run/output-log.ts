import { closeSync, copyFileSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'

export type OutputStream = 'stdout' | 'stderr'

/**
 * Keeps what a command prints: `logs/stdout.log` and `logs/stderr.log`, each when there is something in it, and when
 * both are there `logs/output.log` with all of it in the order it came. Nothing is kept in memory. A disk that takes no
 * more ends the keeping and not the command.
 */
export class OutputLog {
  readonly bytes: Record<OutputStream, number> = { stdout: 0, stderr: 0 }
  readonly #directory: string
  readonly #files = new Map<OutputStream | 'output', number>()
  #trouble: Error | undefined

  constructor(files: string) {
    this.#directory = join(files, 'logs')
  }

  /** What went wrong, if anything did; from then on nothing is kept. */
  get trouble(): Error | undefined {
    return this.#trouble
  }

  append(stream: OutputStream, bytes: Buffer): void {
    this.bytes[stream] += bytes.length
    if (this.#trouble !== undefined) return
    try {
      if (!this.#files.has(stream)) this.#begin(stream)
      this.#write(stream, bytes)
      if (this.#files.has('output')) this.#write('output', bytes)
    } catch (error) {
      this.#trouble = error as Error
    }
  }

  close(): void {
    for (const descriptor of this.#files.values()) closeSync(descriptor)
    this.#files.clear()
  }

  #begin(stream: OutputStream): void {
    mkdirSync(this.#directory, { recursive: true })
    this.#files.set(stream, openSync(this.#path(stream), 'a'))
    if (this.#files.size < 2) return
    // All that came before is in one file.
    copyFileSync(this.#path(stream === 'stdout' ? 'stderr' : 'stdout'), this.#path('output'))
    this.#files.set('output', openSync(this.#path('output'), 'a'))
  }

  #path(name: OutputStream | 'output'): string {
    return join(this.#directory, `${name}.log`)
  }

  #write(name: OutputStream | 'output', bytes: Buffer): void {
    const descriptor = this.#files.get(name) as number
    for (let done = 0; done < bytes.length; ) done += writeSync(descriptor, bytes, done)
  }
}
