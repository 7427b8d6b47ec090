import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, realpathSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { build } from 'esbuild'
import { checkStore } from '../../src/artifacts/check-store.ts'
import { openForReading } from '../../src/store/open-for-reading.ts'
import { blobFile, databaseFile } from '../../src/store/store-layout.ts'

/** How often, or how long: much less where every change has to wait for it than where promises are measured. */
export const isLong = process.env.MLREG_FAULT === 'long'
export const size = (short: number, long: number) => (isLong ? long : short)

/** Says what was measured, for the table of promises. */
export function tell(figures: string): void {
  if (isLong) process.stdout.write(`${figures}\n`)
}

export const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'mlreg-fault-')))

/** The program of a worker, bundled, as Node.js 20 runs no TypeScript. */
export async function buildWorker(): Promise<string> {
  const outfile = join(scratch, 'worker.mjs')
  await build({
    entryPoints: ['test/fault/worker.ts'],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external: ['better-sqlite3'],
  })
  symlinkSync(resolve('node_modules'), join(scratch, 'node_modules'))
  return outfile
}

export interface Worker {
  readonly child: ChildProcess
  /** Whole lines that it has said. */
  lines(): string[]
  readonly ended: Promise<{
    readonly code: number | null
    readonly signal: string | null
    readonly stderr: string
  }>
}

export function startWorker(words: readonly string[], env: Readonly<Record<string, string>> = {}): Worker {
  const [command = '', ...rest] = words
  const child = spawn(command, rest, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  let [stdout, stderr] = ['', '']
  child.stdout?.on('data', data => {
    stdout += data
  })
  child.stderr?.on('data', data => {
    stderr += data
  })
  return {
    child,
    lines: () => stdout.split('\n').slice(0, -1),
    ended: new Promise(done => child.on('close', (code, signal) => done({ code, signal, stderr }))),
  }
}

/** What a store lacks of what was acknowledged, and whatever else is wrong with it: a sentence each. */
export async function broken(directory: string, acknowledged: readonly string[]): Promise<string[]> {
  // Killed before it was made, and before anything was said.
  if (acknowledged.length === 0 && !existsSync(databaseFile(directory))) return []
  const store = await openForReading(directory)
  try {
    const { problems } = checkStore(store, { reads: () => true, nowMs: Date.now() })
    const found = (sql: string, ...values: string[]) =>
      store.database.prepare(sql).get(...values) !== undefined
    const here = (line: string) => {
      const [kind, run = '', what = '', digest = ''] = line.split(' ')
      if (kind === 'R') return found('SELECT 1 FROM runs WHERE run_id = ?', run)
      const row = 'SELECT 1 FROM runs JOIN'
      if (kind === 'M') {
        return found(`${row} metrics ON run = id WHERE run_id = ? AND step = CAST(? AS INTEGER)`, run, what)
      }
      if (kind !== 'P') return true
      return (
        found(
          `${row} artifacts ON run = id WHERE run_id = ? AND path = ? AND digest = ?`,
          run,
          what,
          digest,
        ) && readFileSync(blobFile(directory, digest)).length > 0
      )
    }
    const lost = acknowledged.filter(line => !here(line))
    return [
      ...problems.map(({ kind, message }) => `${kind}: ${message}`),
      ...lost.map(line => `lost: ${line}`),
    ]
  } finally {
    store.close()
  }
}

export const pause = (ms: number) => new Promise(done => setTimeout(done, ms))

/** A number from 0 to 1, the same in every run for the same which. */
export function spread(which: number): number {
  const x = Math.sin(which * 12.9898 + 78.233) * 43758.5453
  return x - Math.floor(x)
}
