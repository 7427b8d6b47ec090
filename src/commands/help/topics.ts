import { settings } from '../../config/settings.ts'
import type { ErrorCode } from '../../errors.ts'

/** A page of `mlreg help` that belongs to no single command. */
export interface Topic {
  readonly name: string
  readonly description: string
  readonly text: () => string
}

/** What every --help ends with. */
export const exitStatusHelp = `
EXIT STATUS
  0  answered, and fine
  1  answered, and not fine: drift, degradation, a check that failed
  2  not answered: wrong usage, unreadable input, a report not written, a bug

See also: mlreg help exit-codes, formats, environment, config`

const errorMeanings: Record<ErrorCode, string> = {
  usage: 'the command line is wrong',
  config: 'an environment variable or a settings file is wrong',
  'not-found': 'a name, a file or a version does not exist',
  'already-exists': 'a name is taken',
  conflict: 'another value was recorded before and is kept',
  'bad-input': 'a file cannot be read as what it should be',
  'empty-window': 'a window has no rows',
  'cannot-compare': 'there is nothing that could be compared',
  corrupt: 'stored bytes are not those that were stored',
  'cannot-write': 'the answer, a report or the store could not be written',
  'not-a-store': 'what is there is no store of mlreg',
  'store-too-new': 'the store was made by a newer mlreg',
  locked: 'another mlreg kept writing to the store',
  'read-only': 'the store may not be written here',
  'no-space': 'the disk of the store, or of temporary files, is full',
  'network-fs': 'the store is on a file system that cannot hold one',
  'source-changed': 'a file changed while it was being stored',
  'out-of-memory': 'more memory is needed than may be used',
  unavailable: 'a native module is missing or built for another Node.js',
  bug: 'mlreg itself failed',
}

export const topics: readonly Topic[] = [
  { name: 'exit-codes', description: 'what the exit status and the error codes mean', text: exitCodes },
  { name: 'formats', description: 'how answers can be shown and copied', text: formats },
  { name: 'environment', description: 'the environment variables that count', text: environment },
  { name: 'config', description: 'mlreg.toml: where it is found and what it may say', text: config },
]

function exitCodes(): string {
  return `EXIT STATUS
  0    answered, and fine
  1    answered, and not fine: drift, degradation, a check that failed
  2    not answered: nothing may be concluded
  130, 143, …  killed by a signal
Any other status comes from the shell or from Node.js.

  --exit-zero             findings exit 0; trouble is still 2
  --findings-exit-code N  findings exit N, which can only be a verdict

ERRORS
Standard error has "mlreg: <message>" and mostly "hint: <what to do>".
With --json it has one line:
  {"error":{"code":"…","message":"…","hint":"…"},"exit":2}

${columns(Object.entries(errorMeanings))}

In a shell that stops at the first failure (set -e):
  rc=0; mlreg drift reference.parquet current.parquet || rc=$?
`
}

function formats(): string {
  return `FORMATS
${columns([
  ['text', 'for people; fits the terminal, and is never cut in a pipe'],
  ['json', 'the contract, described by "mlreg schema"; --json is short for it'],
  ['md', 'Markdown, for a pull request or a model card'],
  ['csv', 'one row for each thing listed or judged'],
  ['junit', 'JUnit XML, for the test tab of a CI system'],
  ['github', 'annotations of a GitHub workflow'],
])}

junit and github are for commands that judge. Such a command also writes copies,
each whole or not at all, with --report md=drift.md --report junit=drift.xml

In a GitHub step the verdict is also written to $GITHUB_OUTPUT (verdict,
exit-code, findings) and the Markdown to $GITHUB_STEP_SUMMARY.
`
}

function environment(): string {
  return `ENVIRONMENT
A flag wins over its variable, and a variable over mlreg.toml.

${columns(settings.map(({ env, description }) => [env, description]))}

MLREG_RULE and MLREG_TYPE take one entry a line.

${columns([
  ['MLREG_RUN_ID', 'the run that is logged to, when --run names none'],
  ['MLREG_EXPERIMENT', 'the experiment of a new run, when --experiment names none'],
  ['MLREG_ACTOR', 'who did it, instead of the CI system, git or the login'],
  ['MLREG_NOW', 'the time, as 2026-05-01T12:00:00Z, instead of the clock'],
])}

${columns([
  ['MLREG_WEBHOOK_URL', 'where what happens to models is posted as JSON'],
  ['MLREG_WEBHOOK_SECRET', 'what signs it, in X-Mlreg-Signature-256'],
])}

MLREG_WEBHOOK_URL_FILE, MLREG_WEBHOOK_SECRET_FILE: files that hold them.

${columns([
  ['NO_COLOR', 'not empty: no colour'],
  ['FORCE_COLOR', '0 for none, 1 to 3 for 16 colours, 256 or all'],
  ['CLICOLOR, CLICOLOR_FORCE', '0: no colour; else colour, the latter also in a pipe'],
  ['TERM=dumb', 'no colour'],
  ['COLUMNS', 'how wide tables may be'],
  ['LC_ALL, LC_CTYPE, LANG', 'ASCII marks, when the first one set is not UTF-8'],
  ['XDG_CONFIG_HOME', 'where mlreg/config.toml is, instead of ~/.config'],
  ['GITHUB_OUTPUT', 'the file that gets the verdict as step outputs'],
  ['GITHUB_STEP_SUMMARY', 'the file that gets the report as Markdown'],
])}
`
}

function config(): string {
  return `CONFIG
mlreg.toml is looked for in the working directory and upward to the root of the
repository, and the user's file is $XDG_CONFIG_HOME/mlreg/config.toml or
~/.config/mlreg/config.toml. A flag wins over the environment, that over the
project's file, and that over the user's. --config FILE reads that file alone,
--no-config none. What holds, and why:
  mlreg config show --origin

  [drift]
  policy = "classic"
  rules = ["psi > 0.25", "age: ks.p < 0.001"]
  exclude = ["customer_id"]

  [drift.types]
  postcode = "categorical"

  [output]
  color = "never"

  [hooks]
  post-promote = "./tell-the-team.sh"

An unknown key is an error.

${columns(settings.map(({ key, description }) => [key, description]))}
`
}

function columns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([name]) => name.length))
  return rows.map(([name, meaning]) => `  ${name.padEnd(width)}  ${meaning}`).join('\n')
}
