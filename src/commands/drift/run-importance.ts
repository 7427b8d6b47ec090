import { compareImportance } from '../../drift/compare-importance.ts'
import type { Context, Outcome } from '../command.ts'
import type { OutputOptions } from '../options.ts'
import { shellWord } from '../shell-words.ts'
import { findWeights } from './find-weights.ts'
import { importanceReport } from './importance-report.ts'

interface ImportanceOptions extends OutputOptions {
  readonly top: number
  readonly store?: string
}

type ImportanceContext = Context<ImportanceOptions, readonly [reference: string, current: string]>

export async function runImportance(context: ImportanceContext): Promise<Outcome> {
  const { operands, options } = context
  const [reference, current] = operands
  const before = await findWeights(context, reference)
  const comparison = compareImportance(before, await findWeights(context, current), options.top)
  const fine = !comparison.changed
  const files = operands.map(shellWord).join(' ')
  const report = importanceReport({
    reference,
    current,
    top: options.top,
    comparison,
    exit: context.exitStatus(fine),
    reproduce: `mlreg drift importance ${files}${options.top === 5 ? '' : ` --top ${options.top}`}`,
  })
  return { report, fine }
}
