import type { Command as Commander } from 'commander'
import { writeGithubOutput } from './ci/github-files.ts'
import { MlregError, type Place } from './errors.ts'
import { Exit } from './exit.ts'
import type { Io } from './io.ts'
import { loadCellWidth } from './report/cell-width.ts'
import { wrapLines } from './report/wrap-lines.ts'
import { escapeText } from './terminal/escape.ts'
import { messageWidth } from './terminal/width.ts'

export interface Situation {
  readonly io: Io
  readonly argv: readonly string[]
  /** The command that ran; undefined when the command line itself was wrong. */
  readonly command: Commander | undefined
}

/** Says on stderr why there is no answer, in the form that was asked for, and gives the status that means so. */
export async function printError(error: unknown, { io, argv, command }: Situation): Promise<number> {
  const known = asMlregError(error)
  const message = escapeText(known.message)
  const hint = known.hint === undefined ? undefined : escapeText(known.hint)
  if (wantsJson(argv, command)) {
    io.stderr(
      `${JSON.stringify({ error: { code: known.code, message, hint, column: known.at?.column }, exit: Exit.trouble })}\n`,
    )
  } else {
    const shown = known.at === undefined ? '' : await pointAt(known.at)
    const width = messageWidth(io)
    const said = await wrapLines(`mlreg: ${message}\n`, width)
    io.stderr(said + shown + (hint === undefined ? '' : await wrapLines(`hint: ${hint}\n`, width)))
    if (typed(argv).includes('--debug')) io.stderr(stackOf(error))
  }
  if (command?.options.some(({ long }) => long === '--report')) reportTrouble(io)
  return Exit.trouble
}

// Of a long expression as much as a line of a terminal shows.
const before = 40
const after = 30

/** The expression, and a caret below the character that is meant. */
async function pointAt({ source, column }: Place): Promise<string> {
  const characters = [...source]
  const from = Math.max(0, column - 1 - before)
  const [left, right] = [characters.slice(from, column - 1), characters.slice(column - 1, column + after)]
  const head = (from > 0 ? '…' : '') + escapeText(left.join(''))
  const tail = escapeText(right.join('')) + (column + after < characters.length ? '…' : '')
  const cellWidth = await loadCellWidth(head)
  return `  ${head}${tail}\n  ${' '.repeat(cellWidth(head))}^\n`
}

function asMlregError(error: unknown): MlregError {
  if (error instanceof MlregError) return error
  const { code, message } =
    error instanceof Error ? (error as NodeJS.ErrnoException) : { message: String(error) }
  const firstLine = message.split('\n')[0] ?? ''
  if (code === 'ERR_DLOPEN_FAILED' || code === 'MODULE_NOT_FOUND' || code === 'ERR_MODULE_NOT_FOUND') {
    return new MlregError('unavailable', `a part of mlreg cannot be loaded: ${firstLine}`, {
      hint: 'install mlreg again with the Node.js that runs it; "mlreg doctor" tells which part is missing',
      cause: error,
    })
  }
  return new MlregError('bug', `internal error: ${firstLine}`, {
    hint: 'this is a bug in mlreg: please report it with what the same command prints with --debug',
    cause: error,
  })
}

/** A later CI step that reads the verdict must not find that of an earlier run. */
function reportTrouble(io: Io): void {
  try {
    writeGithubOutput(io.env, { verdict: 'error', 'exit-code': String(Exit.trouble) })
  } catch {
    // The status already says that there is no answer.
  }
}

/** Before the command line is understood, what was typed has to do. */
function wantsJson(argv: readonly string[], command: Commander | undefined): boolean {
  if (command?.opts().format === 'json') return true
  const words = typed(argv)
  return words.some(
    (word, i) =>
      word === '--json' || word === '--format=json' || (word === '--format' && words[i + 1] === 'json'),
  )
}

/** What belongs to mlreg: after `--` come operands and other programs' command lines. */
function typed(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--')
  return end === -1 ? argv : argv.slice(0, end)
}

function stackOf(error: unknown): string {
  const lines: string[] = []
  for (let link = error; link !== undefined; link = link instanceof Error ? link.cause : undefined) {
    lines.push(...String(link instanceof Error ? link.stack : link).split('\n'))
  }
  return `${lines.map(escapeText).join('\n')}\n`
}
