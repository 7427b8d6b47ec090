import { type Command as Commander, InvalidArgumentError, Option } from 'commander'

const outputGroup = 'Output:'
const statusGroup = 'Exit status:'
const settingsGroup = 'Settings:'

const showFormats = ['text', 'json', 'md', 'csv'] as const
export const judgeFormats = [...showFormats, 'junit', 'github'] as const

/** What main reads from the options of any command that shows something. */
export interface OutputOptions {
  readonly format: string
  readonly quiet?: boolean
  readonly verbose?: boolean
  readonly debug?: boolean
  readonly color?: 'auto' | 'always' | 'never'
  readonly width?: number
  readonly wide?: boolean
  readonly ascii?: boolean
  readonly report?: readonly ReportCopy[]
  readonly exitZero?: boolean
  readonly findingsExitCode?: number
}

/** A further rendering of the same report: `--report junit=drift.xml`. */
export interface ReportCopy {
  readonly format: string
  /** A file, or `-` for standard output. */
  readonly path: string
}

/** The options of a command that lists or shows. */
export function showOptions(command: Commander, formats: readonly string[] = showFormats): Commander {
  command.addOption(
    inGroup(
      outputGroup,
      new Option('--format <name>', 'how to show the answer').choices(formats).default('text'),
    ),
  )
  command.addOption(
    inGroup(outputGroup, new Option('--json', 'short for --format json').implies({ format: 'json' })),
  )
  for (const option of appearance()) command.addOption(inGroup(outputGroup, option))
  for (const option of configuration()) command.addOption(inGroup(settingsGroup, option))
  return command
}

/** The options of a command that prints a page in a format of its own. */
export function pageOptions(command: Commander): Commander {
  for (const option of talking()) command.addOption(inGroup(outputGroup, option))
  for (const option of configuration()) command.addOption(inGroup(settingsGroup, option))
  return command
}

/** The options of a command whose answer can be "no": those of showOptions, report copies and the exit status. */
export function judgeOptions(command: Commander): Commander {
  showOptions(command, judgeFormats)
  command.addOption(
    inGroup(
      outputGroup,
      new Option('--report <format=path>', 'write a further copy (repeatable; path - is stdout)').argParser(
        reportCopy,
      ),
    ),
  )
  command.addOption(inGroup(statusGroup, new Option('--exit-zero', 'findings exit 0; trouble is still 2')))
  command.addOption(
    inGroup(
      statusGroup,
      new Option('--findings-exit-code <n>', 'exit status for findings instead of 1').argParser(
        findingsExitCode,
      ),
    ),
  )
  return command
}

function talking(): Option[] {
  return [
    new Option('-q, --quiet', 'print nothing when the answer is fine'),
    new Option('-v, --verbose', 'tell decisions and times on stderr'),
    new Option('--debug', 'also print stack traces'),
  ]
}

function appearance(): Option[] {
  return [
    ...talking(),
    new Option('--color <when>', 'when to use colour').choices(['auto', 'always', 'never']).default('auto'),
    new Option('--width <columns>', 'fit tables into this many columns').argParser(positiveInteger),
    new Option('--wide', 'never shorten a table'),
    new Option('--ascii', 'use ASCII marks only'),
  ]
}

function configuration(): Option[] {
  return [
    new Option('--config <file>', 'read this settings file instead of the mlreg.toml found'),
    new Option('--no-config', 'read no settings file'),
  ]
}

function inGroup(heading: string, option: Option): Option {
  return option.helpGroup(heading)
}

/** Parses a comma-separated flag that may be given several times; `\,` is a comma that belongs to a name. */
export function list(text: string, previous: readonly string[] | undefined): string[] {
  const names = text.match(/(?:\\.|[^\\,])+/gsu) ?? []
  return [...(previous ?? []), ...names.map(name => name.trim().replaceAll(/\\(.)/gsu, '$1'))]
}

/** Collects a flag that may be given several times and whose values may hold commas. */
export function repeated(text: string, previous: readonly string[] | undefined): string[] {
  return [...(previous ?? []), text]
}

export function positiveInteger(text: string): number {
  const number = Number(text)
  if (!/^\d+$/.test(text) || number < 1) throw new InvalidArgumentError('It must be a whole number above 0.')
  return number
}

export function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It must be a whole number, 0 or above.')
  return Number(text)
}

/** Parses a number in [0, 1]: a share, a probability. */
export function share(text: string): number {
  const number = Number(text)
  if (text.trim() === '' || !(number >= 0 && number <= 1)) {
    throw new InvalidArgumentError('It must be a number from 0 to 1.')
  }
  return number
}

export function nonNegative(text: string): number {
  const number = Number(text)
  if (text.trim() === '' || !(number >= 0 && number < Infinity)) {
    throw new InvalidArgumentError('It must be a number, 0 or above.')
  }
  return number
}

function findingsExitCode(text: string): number {
  const number = Number(text)
  if (!/^\d+$/.test(text) || number < 1 || number > 125 || number === 2) {
    throw new InvalidArgumentError('It must be from 1 to 125 and not 2, which means that there is no answer.')
  }
  return number
}

function reportCopy(text: string, previous: readonly ReportCopy[] | undefined): ReportCopy[] {
  const [format = '', ...rest] = text.split('=')
  const path = rest.join('=')
  if (!(judgeFormats as readonly string[]).includes(format)) {
    throw new InvalidArgumentError(`Formats are ${judgeFormats.join(', ')}: --report junit=drift.xml.`)
  }
  if (path === '') throw new InvalidArgumentError('A file is missing: --report junit=drift.xml.')
  return [...(previous ?? []), { format, path }]
}
