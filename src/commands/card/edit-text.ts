import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { constants, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { MlregError } from '../../errors.ts'
import type { Io } from '../../io.ts'

/** A text that somebody gave. */
export interface Edited {
  readonly bytes: Uint8Array
  /** What it is called in messages. */
  readonly source: string
  /** Where it lies until it is stored. */
  readonly kept?: string
  discard?(): Promise<void>
}

/** The user's editor as they call it, with arguments; throws `usage` where there is none. */
export function editorOf({ env }: Pick<Io, 'env'>): string {
  const editor = [env.VISUAL, env.EDITOR].find(text => text !== undefined && text.trim() !== '')
  if (editor !== undefined) return editor
  throw new MlregError('usage', 'there is no editor: neither VISUAL nor EDITOR is set', {
    hint: 'set one, or give the card with --file FILE',
  })
}

/**
 * Has a text edited in a file of its own, by a shell as git does it, so that the editor may have arguments. Throws when the
 * editor ends with another status than 0: the file stays, and the error says where.
 */
export async function editText(
  { env, cwd, platform, onSignal }: Io,
  editor: string,
  { text, name }: { readonly text: string; readonly name: string },
): Promise<Edited> {
  const directory = await mkdtemp(join(tmpdir(), 'mlreg-card-'))
  const file = join(directory, `${name.replace(/[^\w.-]+/g, '-')}.md`)
  await writeFile(file, text)
  const [program, words] =
    platform === 'win32'
      ? ['cmd', ['/d', '/s', '/c', `${editor} "${file}"`]]
      : ['sh', ['-c', `${editor} "$@"`, editor, file]]
  // Ctrl-C is for the editor, which shares the terminal: what is being written is not to be lost by it.
  const stops = (['SIGINT', 'SIGQUIT'] as const).map(signal => onSignal(signal, () => undefined))
  const ending = await new Promise<string | undefined>(resolve => {
    const child = spawn(program, words, { cwd, env: { ...env }, stdio: 'inherit' })
    child.on('error', error => resolve(error.message))
    child.on('close', (status, signal) => resolve(endingOf(status, signal)))
  })
  for (const stop of stops) stop()
  if (ending !== undefined) {
    throw new MlregError('usage', `the editor "${editor}" ${ending}, and nothing was stored`, {
      hint: `your text is in ${file}`,
    })
  }
  return {
    bytes: await readFile(file),
    source: file,
    kept: file,
    discard: () => rm(dirname(file), { recursive: true, force: true }),
  }
}

function endingOf(status: number | null, signal: NodeJS.Signals | null): string | undefined {
  if (status === 0) return undefined
  if (status === 127) return 'was not found'
  return signal === null
    ? `ended with the status ${status}`
    : `was ended by ${signal} (${constants.signals[signal]})`
}
