import { Option } from 'commander'
import type { Command } from '../command.ts'
import { examples } from '../help/examples.ts'
import { judgeOptions, pageOptions } from '../options.ts'
import { readOptions, withStore, writeOptions } from '../tracking/store-options.ts'
import { versionOperand } from '../tracking/version-operand.ts'
import { evaluationOptions } from './evaluation-options.ts'

const fileOperand = `${versionOperand}; or a file, or - for stdin`

/** `mlreg card`: what is to be known of a version before it is used. */
export const card: Command = {
  declare(parent, run) {
    const command = parent
      .command('card')
      .description('write, check and show model cards: what a version is for, and what it is not for')
      .helpCommand(false)
    examples(command, ['mlreg card init churn/7', 'mlreg card edit churn/7', 'mlreg card lint churn/7'])
    for (const child of children) child.declare(command, run)
  },
}

const outputOption = () =>
  new Option('-o, --output <file>', 'write it to a file (- is stdout) and store nothing').helpGroup('Card:')

const init: Command = {
  declare(parent, run) {
    const command = parent
      .command('init')
      .description('make a card of all that is known, with a placeholder wherever somebody has to write')
      .argument('<model>', `a version: ${versionOperand}`)
      .addHelpText('after', carriesOver)
    examples(command, ['mlreg card init churn/7', 'mlreg card init churn/7 -o card.md'])
    command.addOption(outputOption())
    command.addOption(
      new Option('--force', 'replace the card, or the file, that is there').helpGroup('Card:'),
    )
    writeOptions(evaluationOptions(command)).action(
      run(async context => (await import('./init-card.ts')).initCard(context)),
    )
  },
}

const carriesOver = `
Texts of the newest earlier version that has a card are carried over; facts and
numbers are this version's.`

const edit: Command = {
  declare(parent, run) {
    const command = parent
      .command('edit')
      .description(
        'change a card in $VISUAL or $EDITOR, or take it from a file, and store it with its version',
      )
      .argument('<model>', `a version: ${versionOperand}`)
    examples(command, [
      'mlreg card edit churn/7',
      'mlreg card edit churn/7 --file card.md',
      'mlreg card edit churn/7 --evaluation eval.parquet --target churned --prediction predicted --by region',
    ])
    for (const option of [
      new Option('--file <file>', 'take the card from a file, or - for stdin, instead of an editor'),
      new Option(
        '--refresh',
        "write the facts anew, and leave people's texts as they are; so does --evaluation",
      ),
    ]) {
      command.addOption(option.helpGroup('Card:'))
    }
    writeOptions(evaluationOptions(command)).action(
      run(async context => (await import('./edit-card.ts')).editCard(context)),
    )
  },
}

const lint: Command = {
  declare(parent, run) {
    const command = parent
      .command('lint')
      .description('check a card: what is missing, out of date, or not what the store says')
      .argument('<card>', fileOperand)
    examples(command, [
      'mlreg card lint churn/7',
      'mlreg card lint card.md --to Production --report junit=card.xml',
    ])
    command.addOption(
      new Option('--to <stage>', 'what this stage demands, instead of the one it is in').helpGroup('Card:'),
    )
    judgeOptions(withStore(command)).action(
      run(async context => (await import('./run-lint.ts')).runLint(context)),
    )
  },
}

const show: Command = {
  declare(parent, run) {
    const command = parent
      .command('show')
      .description('print a card as it is stored, or its parts as JSON')
      .argument('<card>', fileOperand)
    examples(command, ['mlreg card show churn/Production', 'mlreg card show churn@champion --json'])
    readOptions(command).action(run(async context => (await import('./show-card.ts')).showCard(context)))
  },
}

const render: Command = {
  declare(parent, run) {
    const command = parent
      .command('render')
      .description('turn a card into one HTML page that needs nothing from elsewhere, or into Markdown')
      .argument('<card>', fileOperand)
    examples(command, [
      'mlreg card render churn/7 -o churn-7.html',
      'mlreg card render churn/Production --format md -o CARD.md',
    ])
    for (const option of [
      new Option('--format <name>', 'what to write').choices(['html', 'md']).default('html'),
      new Option('-o, --output <file>', 'where to; on stdout when left out'),
    ]) {
      command.addOption(option.helpGroup('Card:'))
    }
    pageOptions(withStore(command)).action(
      run(async context => (await import('./render-card.ts')).renderCard(context)),
    )
  },
}

const children: readonly Command[] = [init, edit, lint, show, render]
