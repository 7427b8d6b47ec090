import { expect, test } from 'vitest'
import { commands } from '../../src/commands/commands.ts'
import { declareProgram } from '../../src/commands/program.ts'
import { main } from '../../src/main.ts'
import { fakeIo } from '../fake-io.ts'

function declared(argv: readonly string[]): string[] {
  const program = declareProgram(
    fakeIo(),
    () => {},
    () => async () => {},
    argv,
  )
  return program.commands.map(command => command.name())
}

test('a command is declared by the word that names it', () => {
  expect(declared([])).toEqual(Object.keys(commands))
})

test('of the commands only the one is declared that is meant', () => {
  for (const name of Object.keys(commands)) {
    const speaksOfAll = name === 'help' || name === '__complete'
    expect(declared([name, '--help'])).toEqual(speaksOfAll ? Object.keys(commands) : [name])
  }
})

test.each([['--help'], ['-v', 'runs'], ['no-such'], ['constructor']])('%s takes all of them', (...argv) => {
  expect(declared(argv)).toEqual(Object.keys(commands))
})

test.each([
  [['rnus'], 'did you mean runs?'],
  [['runs', 'shwo'], 'did you mean show?'],
  [['runs', 'shwo', '3f2a'], 'did you mean show?'],
  [['runs', 'zzzzzzzz'], 'see "mlreg runs --help"'],
])('%j suggests', async (argv, hint) => {
  const io = fakeIo()
  expect(await main(argv, io)).toBe(2)
  expect(io.written.stderr).toBe(
    `mlreg: unknown command '${argv.at(argv[0] === 'runs' ? 1 : 0)}'\nhint: ${hint}\n`,
  )
})
