import type { Command, Outcome } from '../command.ts'
import { examples } from '../help/examples.ts'
import { driftOptions } from './drift-options.ts'
import { driftExplain } from './explain.ts'
import { driftImportance } from './importance.ts'
import type { DriftContext } from './open-windows.ts'
import { startEngine } from './start-engine.ts'
import { driftTune } from './tune.ts'

/** Commands under `mlreg drift`. A file of such a name is given as ./importance. */
const children: readonly Command[] = [driftExplain, driftImportance, driftTune]

/** `mlreg drift`: the gate. Everything heavy is loaded by the run, so that help stays instant. */
export const drift: Command = {
  declare(parent, run) {
    const command = parent
      .command('drift')
      .summary('compare two windows and exit 1 when the data has drifted or degraded')
      .description(
        'Compares a current window with a reference and exits 0 (fine), 1 (not fine) or 2 (not answered).',
      )
      .argument(
        '[reference]',
        "a file, a glob, a directory of Parquet, - for CSV on stdin; or a version's baseline",
      )
      .argument('[current]', 'likewise')
    examples(command, [
      'mlreg drift reference.parquet current.parquet',
      'mlreg drift reference.csv current.csv --exclude id,day --report junit=drift.xml',
      'mlreg drift reference.parquet current.parquet --target churned --prediction predicted',
      "mlreg drift year.parquet year.parquet --reference-where 'month < 12' --current-where 'month = 12'",
      'mlreg drift reference.parquet - --json < today.csv',
      'mlreg drift models:/churn@champion week.parquet',
    ])
    driftOptions(command).action(run(start))
    for (const child of children) child.declare(command.helpCommand(false), run)
  },
}

async function start(context: DriftContext): Promise<Outcome> {
  const { options } = context
  if (options.listTests) return { report: (await import('./list-tests.ts')).listTests(), fine: true }
  const opening = startEngine(options.memory)
  return (await import('./run-drift.ts')).runDrift(context, opening)
}
