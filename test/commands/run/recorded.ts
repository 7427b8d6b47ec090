import { type ChildProcess, type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, realpathSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { main } from '../../../src/main.ts'
import { fakeIo } from '../../fake-io.ts'

const bin = join(process.cwd(), 'bin/mlreg.js')

export interface ShownRun {
  readonly id: string
  readonly name: string
  readonly experiment: string
  readonly status: string
  readonly parent: string | null
  readonly start: string
  readonly end: string | null
  readonly user: string
  readonly params: Record<string, string>
  readonly tags: Record<string, string>
  readonly metrics: Record<string, { last: number | string; steps: number }>
  readonly command: string[]
  readonly exit: { code: number | null; signal: string | null }
  // biome-ignore lint/suspicious/noExplicitAny: any part of a JSON document
  readonly git: any
  // biome-ignore lint/suspicious/noExplicitAny: any part of a JSON document
  readonly environment: any
  // biome-ignore lint/suspicious/noExplicitAny: any part of a JSON document
  readonly resources: any
  // biome-ignore lint/suspicious/noExplicitAny: any part of a JSON document
  readonly data: any[]
  readonly artifacts: { path: string; bytes: number; digest: string }[]
}

/** A directory of its own in which the real program records real commands. */
export class Recorded {
  readonly directory = realpathSync(mkdtempSync(join(tmpdir(), 'mlreg-run-')))
  readonly env: Record<string, string> = {
    PATH: process.env.PATH ?? '',
    HOME: join(this.directory, 'home'),
    LC_ALL: 'C.UTF-8',
    MLREG_ACTOR: 'tester',
    MLREG_STORE: join(this.directory, 'store'),
  }

  mlreg(words: readonly string[], input: string | Buffer = ''): SpawnSyncReturns<Buffer> {
    const { directory: cwd, env } = this
    return spawnSync(process.execPath, [bin, ...words], { cwd, env, input, maxBuffer: 2 ** 30 })
  }

  /** Starts the program and leaves it running. */
  begin(words: readonly string[]): ChildProcess {
    return spawn(process.execPath, [bin, ...words], { cwd: this.directory, env: this.env })
  }

  /** Starts the program on a terminal of its own, whose keys are the child's standard input. */
  terminal(words: string): ChildProcess {
    const command = `exec ${process.execPath} ${bin} ${words}`
    return spawn('script', ['-qefc', command, '/dev/null'], {
      cwd: this.directory,
      env: { ...this.env, SHELL: '/bin/sh' },
    })
  }

  /** A shell in which `$MLREG` is the program. */
  shell(script: string): SpawnSyncReturns<string> {
    const env = { ...this.env, MLREG: `${process.execPath} ${bin}` }
    return spawnSync('bash', ['--norc', '-c', script], { cwd: this.directory, env, encoding: 'utf8' })
  }

  async runs(): Promise<ShownRun[]> {
    return (await this.#json(['runs', '--json'])).runs
  }

  /** All that is known of the newest run, or of the one named. */
  async shown(id?: string): Promise<ShownRun> {
    return (await this.#json(['runs', 'show', id ?? (await this.runs())[0]?.id ?? 'none', '--json'])).run
  }

  /** An artifact of the newest run. */
  async text(path: string): Promise<string> {
    const { artifacts } = await this.shown()
    const { digest } = artifacts.find(one => one.path === path) ?? { digest: 'none' }
    return readFileSync(
      join(this.env.MLREG_STORE as string, 'artifacts/sha256', digest.slice(0, 2), digest),
      'utf8',
    )
  }

  // biome-ignore lint/suspicious/noExplicitAny: any document
  async #json(words: readonly string[]): Promise<any> {
    const io = fakeIo({ cwd: this.directory, env: this.env })
    const status = await main(words, io)
    if (status !== 0) throw new Error(io.written.stderr)
    return JSON.parse(io.written.stdout)
  }
}
