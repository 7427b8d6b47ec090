import { presets } from '../../ab/presets.ts'
import type { Command } from '../command.ts'
import { startEngine } from '../drift/start-engine.ts'
import { examples } from '../help/examples.ts'
import { type AbContext, abOptions } from './ab-options.ts'
import { abPlan } from './plan.ts'

/** Commands under `mlreg ab`. A file of such a name is given as ./plan. */
const children: readonly Command[] = [abPlan]

/** `mlreg ab`: does the challenger take the champion's place? */
export const ab: Command = {
  declare(parent, run) {
    const command = parent
      .command('ab')
      .summary('compare champion and challenger: promote, keep or continue')
      .description(
        'Compares the outcomes of the champion (A) and the challenger (B) and exits 0 (promote B), 1 (keep A, or ' +
          'continue: too few rows to tell) or 2 (not answered).',
      )
      .argument('[a]', "the champion's rows: a file, a glob, a directory of Parquet, or - for CSV on stdin")
      .argument('[b]', "the challenger's rows, likewise")
    examples(command, [
      'mlreg ab champion.parquet challenger.parquet --metric converted --min-lift 0.01',
      'mlreg ab a.csv b.csv --target churned --prediction predicted --preset strict',
      'mlreg ab log.parquet log.parquet --a-where "arm = \'a\'" --b-where "arm = \'b\'" --metric revenue',
      'mlreg ab --a 4210/50000 --b 4391/50000 --min-lift 2%',
      'mlreg ab plan --baseline 0.08 --lift 0.01',
    ])
    const names = presets.map(({ name, definition }) => `  ${name.padEnd(9)} ${definition}`)
    command.addHelpText('after', ['', 'Presets:', ...names].join('\n'))
    abOptions(command).action(
      run(async (context: AbContext) => {
        if (context.options.a !== undefined || context.options.b !== undefined)
          return (await import('./run-ab.ts')).runAb(context, undefined)
        const opening = startEngine(context.options.memory)
        return (await import('./run-ab.ts')).runAb(context, opening)
      }),
    )
    for (const child of children) child.declare(command.helpCommand(false), run)
  },
}
