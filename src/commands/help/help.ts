import type { Command as Commander } from 'commander'
import { MlregError } from '../../errors.ts'
import { nearest } from '../../nearest.ts'
import type { Command, Context, Outcome } from '../command.ts'
import { examples } from './examples.ts'
import { topics } from './topics.ts'

type HelpContext = Context<object, [names: string[]]>

export const help: Command = {
  declare(parent, run) {
    const command = parent
      .command('help')
      .description(`show the help of a command, or of ${topics.map(topic => topic.name).join(', ')}`)
      .argument('[name...]', 'a command or a topic')
      .action(run(context => runHelp(parent, context)))
    examples(command, [
      'mlreg help drift',
      ...topics.map(({ name, description }) => `mlreg help ${name}  # ${description}`),
    ])
  },
}

async function runHelp(program: Commander, { operands: [names] }: HelpContext): Promise<Outcome> {
  const topic = names.length === 1 ? topics.find(({ name }) => name === names[0]) : undefined
  if (topic !== undefined) return { text: topic.text(), fine: true }
  let command = program
  for (const name of names) command = childNamed(command, name)
  // Commander writes it where it writes every help.
  command.outputHelp()
  return { fine: true }
}

function childNamed(command: Commander, name: string): Commander {
  const child = command.commands.find(one => one.name() === name || one.aliases().includes(name))
  if (child !== undefined) return child
  const visible = command
    .createHelp()
    .visibleCommands(command)
    .map(one => one.name())
  const names = command.parent ? visible : [...visible, ...topics.map(topic => topic.name)]
  const near = nearest(name, names)
  throw new MlregError('usage', `there is no help for "${name}"`, {
    hint: near === undefined ? 'see "mlreg help"' : `did you mean "${near}"?`,
  })
}
