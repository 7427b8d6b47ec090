import { execFile, execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
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
    expect(await complete('help', 'e')).toEqual(['experiments', 'export', 'exit-codes', 'environment'])
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

const lines: readonly (readonly [line: string, argv: readonly string[]])[] = [
  ['mlreg sch', ['schema']],
  ['mlreg config sh', ['config', 'show']],
  ['mlreg doctor --qu', ['doctor', '--quiet']],
  ['mlreg doctor --format js', ['doctor', '--format', 'json']],
  ['mlreg doctor --format=m', ['doctor', '--format=md']],
  ['mlreg help env', ['help', 'environment']],
  ['mlreg doctor --config sett', ['doctor', '--config', 'settings.toml']],
  ['mlreg doctor refer', ['doctor', 'reference_one.csv']],
  ['mlreg doctor two', ['doctor', 'two words.csv']],
  ['mlreg doctor "a b" --qu', ['doctor', 'a b', '--quiet']],
]

// Types into a shell on a terminal of its own: each line, TAB, and Enter when the completer has answered and the
// shell has nothing more to say.
const typist = `
import json, os, pty, select, sys, time
setup, lines, log, *argv = sys.argv[1:]
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(argv[0], argv)
def type_until(text, done):
    os.write(terminal, text.encode())
    deadline = time.time() + 10
    while time.time() < deadline:
        silent = not select.select([terminal], [], [], 0.1)[0]
        if silent and done(): return
        if not silent:
            try: os.read(terminal, 65536)
            except OSError: return
logged = lambda: os.path.getsize(log)
select.select([terminal], [], [], 5)
type_until(setup + '; echo >>' + log + '\\n', lambda: logged() > 0)
for line in json.loads(lines):
    before = logged()
    type_until(line + '\\t', lambda: logged() > before)
    before = logged()
    type_until('\\n', lambda: logged() > before)
os.kill(pid, 9)
os.waitpid(pid, 0)
`

// Completes like the real one, and logs what it would have been run with.
const program = `#!/bin/sh
if [ "$1" = __complete ]; then
  "${process.execPath}" "${process.cwd()}/bin/mlreg.js" "$@"
  echo >> "$LOG"
else
  (printf run; printf '\\t%s' "$@"; echo) >> "$LOG"
fi
`

function directoryToTypeIn(shell: Shell): string {
  const directory = mkdtempSync(join(tmpdir(), 'mlreg-completion-'))
  const script = execFileSync(process.execPath, ['bin/mlreg.js', 'completion', shell])
  writeFileSync(join(directory, `mlreg.${shell}`), script)
  for (const file of ['reference_one.csv', 'two words.csv', 'settings.toml', 'log']) {
    writeFileSync(join(directory, file), '')
  }
  mkdirSync(join(directory, 'bin'))
  writeFileSync(join(directory, 'bin/mlreg'), program, { mode: 0o755 })
  return directory
}

/** What mlreg is run with by each line, once TAB has completed it. */
async function typed(shell: Shell): Promise<string[][]> {
  const { argv, setup } = shells[shell]
  const directory = directoryToTypeIn(shell)
  const log = join(directory, 'log')
  const words = ['-c', typist, setup, JSON.stringify(lines.map(([line]) => line)), log, ...argv]
  const path = `${join(directory, 'bin')}:${process.env.PATH}`
  const env = { PATH: path, HOME: directory, TERM: 'dumb', PS1: '$ ', LOG: log }
  await promisify(execFile)('python3', words, { cwd: directory, env })
  const entries = readFileSync(log, 'utf8')
    .split('\n')
    .filter(entry => entry.startsWith('run'))
  return entries.map(entry => entry.split('\t').slice(1))
}

const installed = (name: string) => spawnSync(name, ['--version']).status === 0

describe.concurrent.each(Object.keys(shells) as Shell[])('in %s', shell => {
  test.skipIf(!installed(shell) || !installed('python3'))(
    'TAB completes commands, flags, choices and file names',
    { timeout: 60_000 },
    async ({ expect }) => {
      expect(await typed(shell)).toEqual(lines.map(([, argv]) => argv))
    },
  )
})
