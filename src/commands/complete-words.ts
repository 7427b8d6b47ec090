import type { Command as Commander, Option } from 'commander'
import type { Command, Context, Outcome } from './command.ts'
import { topics } from './help/topics.ts'
import { judgeFormats } from './options.ts'
import { schemaNames } from './schema.ts'

type WordsContext = Context<object, [words: string[]]>

/** A word that could stand where the cursor is, and what it means. */
interface Candidate {
  readonly value: string
  readonly meaning: string
}

/** What the completion scripts call. Prints nothing where a file name is wanted: shells are good at those. */
export const completeWords: Command = {
  declare(parent, run) {
    parent
      .command('__complete', { hidden: true })
      .passThroughOptions()
      .argument('[words...]')
      .action(run(context => runCompleteWords(parent, context)))
  },
}

async function runCompleteWords(program: Commander, { operands: [words] }: WordsContext): Promise<Outcome> {
  const typed = words.at(-1) ?? ''
  const candidates = await candidatesFor(program, words.slice(0, -1), typed)
  const lines = candidates
    .filter(({ value }) => value.startsWith(typed))
    .map(({ value, meaning }) => `${value}\t${meaning}\n`)
  return { text: lines.join(''), fine: true }
}

async function candidatesFor(
  program: Commander,
  before: readonly string[],
  typed: string,
): Promise<Candidate[]> {
  const place = placeAfter(program, before)
  if (place.literal) return []
  if (place.awaiting !== undefined) return valuesOf(place.awaiting, '')
  const assigned = /^(--[\w-]+)=/.exec(typed)?.[1]
  if (assigned !== undefined) {
    const option = place.command.options.find(({ long }) => long === assigned)
    return option === undefined ? [] : valuesOf(option, `${assigned}=`)
  }
  return typed.startsWith('-') ? flagsOf(place.command) : await operandsOf(program, place, typed)
}

interface Place {
  readonly command: Commander
  /** How many operands the command has got already. */
  readonly operands: number
  /** The flag whose value comes next. */
  readonly awaiting: Option | undefined
  /** After `--` nothing is mlreg's. */
  readonly literal: boolean
}

function placeAfter(program: Commander, words: readonly string[]): Place {
  let place: Place = { command: program, operands: 0, awaiting: undefined, literal: false }
  for (const word of words) {
    const { command, operands, awaiting } = place
    const child = operands === 0 ? command.commands.find(one => one.name() === word) : undefined
    if (awaiting !== undefined) place = { ...place, awaiting: undefined }
    else if (word === '--') return { ...place, literal: true }
    else if (word.startsWith('-') && word !== '-')
      place = { ...place, awaiting: flagWithValue(command, word) }
    else if (child !== undefined) place = { ...place, command: child }
    else place = { ...place, operands: operands + 1 }
  }
  return place
}

function flagWithValue(command: Commander, word: string): Option | undefined {
  return command.options.find(
    option => (option.long === word || option.short === word) && (option.required || option.optional),
  )
}

function valuesOf(option: Option, prefix: string): Candidate[] {
  const values = option.long === '--report' ? judgeFormats.map(name => `${name}=`) : (option.argChoices ?? [])
  return values.map(value => ({ value: prefix + value, meaning: option.description }))
}

function flagsOf(command: Commander): Candidate[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .map(({ long, short, description }) => ({ value: long ?? short ?? '', meaning: description }))
}

async function operandsOf(
  program: Commander,
  { command, operands }: Place,
  typed: string,
): Promise<Candidate[]> {
  if (command.commands.length > 0) {
    // Where a file may stand as well, shells offer files only when there is nothing else: commands wait for a letter.
    const isFilePossible = command.registeredArguments.length > 0
    return operands === 0 && !(isFilePossible && typed === '') ? childrenOf(command) : []
  }
  const argument = command.registeredArguments[Math.min(operands, command.registeredArguments.length - 1)]
  if (argument?.argChoices) return argument.argChoices.map(value => ({ value, meaning: '' }))
  if (operands > 0) return []
  if (command.name() === 'help') return [...childrenOf(program), ...topics.map(nameAndMeaning)]
  return command.name() === 'schema' ? (await schemaNames()).map(value => ({ value, meaning: '' })) : []
}

function childrenOf(command: Commander): Candidate[] {
  return command
    .createHelp()
    .visibleCommands(command)
    .map(child => ({ value: child.name(), meaning: child.description() }))
}

function nameAndMeaning({ name, description }: { name: string; description: string }): Candidate {
  return { value: name, meaning: description }
}
