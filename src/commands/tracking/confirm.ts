import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { MlregError } from '../../errors.ts'
import { escapeText } from '../../terminal/escape.ts'
import type { Context } from '../command.ts'

/** Asks before something is deleted: on a terminal, where the answer is no unless it is yes; elsewhere wants --yes. */
export async function confirm(
  { io, options }: Pick<Context<{ readonly yes?: boolean }>, 'io' | 'options'>,
  question: string,
): Promise<void> {
  if (options.yes) return
  if (!io.stdinIsTerminal || !io.stderrIsTerminal) {
    throw new MlregError('usage', `${question.replace('?', '')} only with --yes, where nobody can be asked`)
  }
  const output = new Writable({ write: (text, _, done) => done(void io.stderr(String(text))) })
  const prompt = createInterface({ input: io.stdin, output })
  try {
    const answer = await prompt.question(`${escapeText(question)} [y/N] `)
    if (/^y(es)?$/i.test(answer.trim())) return
  } finally {
    prompt.close()
  }
  throw new MlregError('usage', 'nothing was done')
}
