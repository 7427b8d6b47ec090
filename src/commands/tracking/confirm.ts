import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { MlregError } from '../../errors.ts'
import { wrapLines } from '../../report/wrap-lines.ts'
import { escapeText } from '../../terminal/escape.ts'
import { messageWidth } from '../../terminal/width.ts'
import type { Context } from '../command.ts'

/**
 * Asks before something is deleted: on a terminal, where the answer is no unless it is yes; elsewhere wants --yes. Who is
 * asked is told first what there is to be known of it.
 */
export async function confirm(
  { io, options }: Pick<Context<{ readonly yes?: boolean }>, 'io' | 'options'>,
  question: string,
  known: readonly string[] = [],
): Promise<void> {
  if (options.yes) return
  if (!io.stdinIsTerminal || !io.stderrIsTerminal) {
    throw new MlregError('usage', `${question.replace('?', '')} only with --yes, where nobody can be asked`)
  }
  const width = messageWidth(io)
  for (const sentence of known) io.stderr(await wrapLines(`warning: ${escapeText(sentence)}\n`, width))
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
