import type { Command } from '../command.ts'
import { examples } from '../help/examples.ts'
import { writeOptions } from '../tracking/store-options.ts'

/** `mlreg bundle merge` and, as one of the imports, `mlreg import bundle`: the same command by two names. */
export function mergeCommand(group: 'bundle' | 'import', name: string): Command {
  return {
    declare(parent, run) {
      const command = parent
        .command(name)
        .description('add what a bundle holds to the store: all of it, or nothing where it contradicts')
        .argument('<file>', 'a file that "mlreg bundle create" made')
      const typed = `mlreg ${group} ${name}`
      examples(command, [`${typed} churn.tar`, `${typed} churn.tar --store /srv/store`])
      writeOptions(command).action(run(async context => (await import('./run-merge.ts')).runMerge(context)))
    },
  }
}
