import type { Command } from '../command.ts'
import { driftOptions } from './drift-options.ts'

/** `mlreg drift`: the gate. Everything heavy is loaded by the run, so that help stays instant. */
export const drift: Command = {
  declare(parent, run) {
    const command = parent
      .command('drift')
      .summary('compare two windows and exit 1 when the data has drifted or degraded')
      .description(
        'Compares a current window with a reference and exits 0 (fine), 1 (not fine) or 2 (not answered).',
      )
      .argument('[reference]', 'a file, a glob, a directory of Parquet, or - for CSV on stdin')
      .argument('[current]', 'likewise')
    driftOptions(command).action(run(async context => (await import('./run-drift.ts')).runDrift(context)))
  },
}
