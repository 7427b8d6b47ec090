import type { Context, Outcome } from '../command.ts'
import { resolveRun } from '../tracking/resolve-run.ts'
import type { ReadOptions } from '../tracking/store-options.ts'
import { readingStore } from '../tracking/with-store.ts'
import { diffReport } from './diff-report.ts'
import { bothRuns, differing, runPairs } from './run-differences.ts'

interface DiffOptions extends ReadOptions {
  readonly exitCode?: boolean
  readonly all?: boolean
}

/** In what two runs differ. Like git, the status says so only when it is asked to. */
export async function diffRuns(
  context: Context<DiffOptions, readonly [a: string, b: string]>,
): Promise<Outcome> {
  const { options, operands } = context
  return await readingStore(context, store => {
    const [a, b] = bothRuns(store, [resolveRun(store, operands[0]), resolveRun(store, operands[1])])
    const all = runPairs(store, a, b)
    const different = differing(all)
    const { files: _, ...counted } = different
    const same = Object.values(counted).every(list => list.length === 0)
    const report = diffReport(a, b, options.all ? all : different, same)
    return { report, fine: same || !options.exitCode }
  })
}
