import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { main } from '../../src/main.ts'
import { fakeIo } from '../fake-io.ts'

async function complete(...words: string[]): Promise<string[]> {
  const io = fakeIo()
  expect(await main(['__complete', '--', ...words], io)).toBe(0)
  return io.written.stdout
    .split('\n')
    .filter(line => line !== '')
    .map(line => line.split('\t')[0] ?? '')
}

describe('the completer', () => {
  test('offers what can stand at the cursor', async () => {
    expect(await complete('')).toContain('doctor')
    expect(await complete('')).not.toContain('__complete')
    expect(await complete('co')).toEqual(['config', 'completion'])
    expect(await complete('config', '')).toEqual(['show'])
    expect(await complete('config', 'show', '--or')).toEqual(['--origin'])
    expect(await complete('doctor', '--format', 'j')).toEqual(['json'])
    expect(await complete('doctor', '--format=m')).toEqual(['--format=md'])
    expect(await complete('doctor', '--json', '--he')).toEqual(['--help'])
    expect(await complete('completion', 'z')).toEqual(['zsh'])
    expect(await complete('help', 'e')).toEqual(['exit-codes', 'environment'])
    expect(await complete('schema', 'doc')).toEqual(['doctor'])
  })

  test('says nothing where a file name or a word of another program belongs', async () => {
    expect(await complete('doctor', '--config', '')).toEqual([])
    expect(await complete('doctor', '--', '--')).toEqual([])
    expect(await complete('no-such-command', 'x', '--no-such')).toEqual([])
    expect(await complete('doctor', '--no-such=x')).toEqual([])
  })
})

const shells = {
  bash: { argv: ['bash', '--norc', '--noprofile'], setup: 'source mlreg.bash' },
  zsh: { argv: ['zsh', '-f'], setup: 'autoload -U compinit; compinit -u -D; source mlreg.zsh' },
  fish: { argv: ['fish', '--no-config'], setup: 'source mlreg.fish' },
} as const

type Shell = keyof typeof shells

// Types into a shell on a terminal of its own: the words, TAB, and Enter once the shell has nothing more to say.
const typist = `
import os, pty, select, sys, time
setup, words, *argv = sys.argv[1:]
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(argv[0], argv)
def type_and_wait(text, silence):
    os.write(terminal, text.encode())
    deadline = time.time() + 10
    while time.time() < deadline and select.select([terminal], [], [], silence)[0]:
        try: os.read(terminal, 65536)
        except OSError: return
select.select([terminal], [], [], 5)
type_and_wait(setup + '\\n', 1)
type_and_wait(words + '\\t', 0.8)
type_and_wait('\\n', 0.5)
os.kill(pid, 9)
os.waitpid(pid, 0)
`

let directory: string

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'mlreg-completion-'))
  for (const shell of Object.keys(shells)) {
    const script = execFileSync(process.execPath, ['bin/mlreg.js', 'completion', shell])
    writeFileSync(join(directory, `mlreg.${shell}`), script)
  }
  for (const file of ['reference_one.csv', 'two words.csv', 'settings.toml'])
    writeFileSync(join(directory, file), '')
  // Completes like the real one, and writes down what it would have been run with.
  mkdirSync(join(directory, 'bin'))
  const program = `#!/bin/sh
[ "$1" = __complete ] && exec "${process.execPath}" "${process.cwd()}/bin/mlreg.js" "$@"
printf '%s\\n' "$@" > "$RECORD"
`
  writeFileSync(join(directory, 'bin/mlreg'), program, { mode: 0o755 })
})

/** The arguments that mlreg is run with after typing the words, TAB and Enter. */
function typed(shell: Shell, words: string): string[] {
  const record = join(directory, `record-${shell}`)
  writeFileSync(record, '')
  const { argv, setup } = shells[shell]
  execFileSync('python3', ['-c', typist, setup, words, ...argv], {
    cwd: directory,
    env: {
      PATH: `${join(directory, 'bin')}:${process.env.PATH}`,
      HOME: directory,
      TERM: 'dumb',
      PS1: '$ ',
      RECORD: record,
    },
  })
  return readFileSync(record, 'utf8').trimEnd().split('\n')
}

const installed = (program: string) => spawnSync(program, ['--version']).status === 0

describe.each(Object.keys(shells) as Shell[])('in %s', shell => {
  test.skipIf(!installed(shell) || !installed('python3')).each([
    ['a command', 'mlreg sch', ['schema']],
    ['a nested command', 'mlreg config sh', ['config', 'show']],
    ['a flag', 'mlreg doctor --qu', ['doctor', '--quiet']],
    ['a choice', 'mlreg doctor --format js', ['doctor', '--format', 'json']],
    ['a choice after =', 'mlreg doctor --format=m', ['doctor', '--format=md']],
    ['a topic', 'mlreg help env', ['help', 'environment']],
    ['a file name', 'mlreg doctor --config sett', ['doctor', '--config', 'settings.toml']],
    ['an operand that is a file', 'mlreg doctor refer', ['doctor', 'reference_one.csv']],
    ['a file name with a space', 'mlreg doctor two', ['doctor', 'two words.csv']],
    ['a word after a quoted one', 'mlreg doctor "a b" --qu', ['doctor', 'a b', '--quiet']],
  ])('TAB completes %s', (_, words, expected) => {
    expect(typed(shell, words)).toEqual(expected)
  })
})
