import { main } from '../../../src/main.ts'
import { fakeIo } from '../../fake-io.ts'

export interface Ran {
  readonly exit: number
  readonly stdout: string
  readonly stderr: string
}

/**
 * Runs a whole command line in this process, as the program would. The textbook's rules decide unless --policy says
 * otherwise: their figures are known for every window, whatever its size.
 */
export async function run(...argv: readonly string[]): Promise<Ran> {
  const io = fakeIo({ env: { MLREG_POLICY: 'classic' } })
  const exit = await main(argv, io)
  return { exit, ...io.written }
}

interface TestFigures {
  readonly statistic: number
  readonly pValue?: number
  readonly normalized?: number
  readonly drifted?: boolean
}

/** The parts of `mlreg drift --json` that tests look at. */
export interface DriftDocument {
  readonly verdict: string
  readonly exit: number
  readonly summary: Record<string, number | boolean>
  readonly drift: readonly {
    readonly column: string
    readonly role: string
    readonly kind: string
    readonly verdict: string
    readonly drifted: boolean
    readonly severity: string
    readonly statistic: number | null
    readonly pValue: number | null
    readonly reason: string
    readonly tests: Readonly<Record<string, TestFigures>>
    readonly reference: Readonly<Record<string, number>>
    readonly current: Readonly<Record<string, number>> | null
    readonly where: readonly { readonly bin: string; readonly contribution: number }[]
  }[]
  readonly degradation: readonly {
    readonly column: string | null
    readonly check: string
    readonly degraded: boolean
    readonly baseline: number | null
    readonly current: number | null
    readonly message: string
  }[]
  readonly warnings: readonly string[]
}

/** `mlreg drift … --json`, parsed. Fails when there is no answer. */
export async function driftJson(...argv: readonly string[]): Promise<DriftDocument> {
  const { exit, stdout, stderr } = await run('drift', ...argv, '--json')
  if (exit > 1) throw new Error(stderr)
  return JSON.parse(stdout) as DriftDocument
}
