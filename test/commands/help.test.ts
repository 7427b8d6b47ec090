import type { Command as Commander } from 'commander'
import { describe, expect, test } from 'vitest'
import { declareProgram } from '../../src/commands/program.ts'
import { settings } from '../../src/config/settings.ts'
import { errorCodes } from '../../src/errors.ts'
import { main } from '../../src/main.ts'
import { fakeIo } from '../fake-io.ts'

const program = declareProgram(
  fakeIo(),
  () => {},
  () => async () => {},
)

async function stdoutOf(...argv: string[]): Promise<string> {
  const io = fakeIo()
  expect(await main(argv, io)).toBe(0)
  expect(io.written.stderr).toBe('')
  return io.written.stdout
}

/** Every command a user can see, as the words that name it. */
function paths(command: Commander, path: readonly string[] = []): string[][] {
  const children = command.createHelp().visibleCommands(command)
  return children.flatMap(child => [[...path, child.name()], ...paths(child, [...path, child.name()])])
}

describe.each(paths(program).map(path => [path.join(' ')]))('mlreg %s --help', name => {
  test('starts with examples, ends with the exit status, and fits', async () => {
    const help = await stdoutOf(...name.split(' '), '--help')
    expect(help).toMatch(/^Examples:\n {2}(?:eval "\$\()?mlreg /)
    expect(help).toMatch(/\nEXIT STATUS\n {2}0 .*\n {2}1 .*\n {2}2 .*\n\nSee also: mlreg help .*\n$/)
    for (const line of help.split('\n')) expect(line.length).toBeLessThanOrEqual(110)
    // A topic goes before a command of its name: `config` explains the file.
    if (name !== 'config') expect(await stdoutOf('help', ...name.split(' '))).toBe(help)
  })

  test('gives examples that can be typed', async () => {
    const help = await stdoutOf(...name.split(' '), '--help')
    const [examples = ''] = help.split('\n\n')
    for (const line of examples.split('\n').slice(1)) expectTypable(line)
  })
})

/** The named command exists and has every flag. */
function expectTypable(line: string): void {
  const words = line
    .replace(/^.*?\bmlreg /, '')
    .replace(/ {2}#.*$|[|)>].*$/, '')
    .trim()
    .split(/\s+/)
  let command = program
  for (const word of words) command = command.commands.find(child => child.name() === word) ?? command
  expect(words[0]?.startsWith('-') || command !== program, line).toBe(true)
  const flags = words.filter(word => /^--\w/.test(word)).map(word => word.split('=')[0])
  const known = command.options.map(option => option.long)
  expect(
    flags.filter(flag => !known.includes(flag)),
    line,
  ).toEqual([])
}

test('mlreg alone prints its help', async () => {
  expect(await stdoutOf()).toBe(await stdoutOf('--help'))
  expect(await stdoutOf('help')).toBe(await stdoutOf('--help'))
  expect(await stdoutOf()).toMatchSnapshot()
})

test.each(['exit-codes', 'formats', 'environment', 'config'])('the topic %s', async name => {
  const text = await stdoutOf('help', name)
  for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
  expect(text).toMatchSnapshot()
})

test('every error code and every variable is documented', async () => {
  const codes = await stdoutOf('help', 'exit-codes')
  for (const code of errorCodes) expect(codes).toMatch(new RegExp(`^ {2}${code} +\\S`, 'm'))
  const variables = await stdoutOf('help', 'environment')
  for (const { env } of settings) expect(variables).toMatch(new RegExp(`^ {2}${env} +\\S`, 'm'))
})

test('every setting belongs to a flag, with the default it states', () => {
  for (const setting of settings) {
    const section = setting.key.split('.')[0]
    const owners: Record<string, string> = { output: 'drift', store: 'start' }
    const owner = program.commands.find(command => command.name() === (owners[section ?? ''] ?? section))
    const option = owner?.options.find(({ long }) => long === setting.flag)
    expect(option, setting.flag).toBeDefined()
    const stated = option?.defaultValueDescription ?? option?.defaultValue
    if (stated !== undefined) expect(setting.default, setting.key).toBe(String(stated))
  }
})
