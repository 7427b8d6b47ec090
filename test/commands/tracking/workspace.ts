import { mkdtempSync, realpathSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { main } from '../../../src/main.ts'
import { fakeIo } from '../../fake-io.ts'

export interface Ran {
  readonly exit: number
  readonly stdout: string
  readonly stderr: string
}

/** A directory of its own, in which command lines are run one after the other, at a fixed time. */
export class Workspace {
  readonly directory = realpathSync(mkdtempSync(join(tmpdir(), 'mlreg-work-')))
  readonly env: Record<string, string> = { MLREG_ACTOR: 'tester', MLREG_NOW: '2026-05-01T12:00:00Z' }

  async run(words: readonly string[], { stdin = '' } = {}): Promise<Ran> {
    const io = fakeIo({ cwd: this.directory, env: this.env, stdin: Readable.from([Buffer.from(stdin)]) })
    const exit = await main(words, io)
    return { exit, ...io.written }
  }

  /** The standard output of a command that has to succeed without a word on standard error. */
  async out(...words: string[]): Promise<string> {
    const { exit, stdout, stderr } = await this.run(words)
    if (exit !== 0 || stderr !== '') throw new Error(`${words.join(' ')}: ${exit} ${stderr}`)
    return stdout
  }

  async json<T = Record<string, unknown>>(...words: string[]): Promise<T> {
    return JSON.parse(await this.out(...words, '--json')) as T
  }

  /** The error of a command that has to fail, as its JSON line has it. */
  async error(...words: string[]): Promise<{ code: string; message: string; hint?: string }> {
    const { exit, stdout, stderr } = await this.run([...words, '--json'])
    if (exit !== 2 || stdout !== '') throw new Error(`${words.join(' ')}: ${exit} ${stdout}`)
    return JSON.parse(stderr).error
  }
}
