import { MlregError } from '../errors.ts'
import { reasonOf } from './engine-error.ts'

/** DuckDB's page about a CSV error as one line that names the file, the line and what is wrong with it. */
export function csvError(
  error: unknown,
  input: { files: readonly string[]; nameOf(file: string): string },
): unknown {
  if (!(error instanceof MlregError) || error.code !== 'bad-input' || !(error.cause instanceof Error))
    return error
  const text = error.cause.message
  const file = /^ {2}file = (.*)$/m.exec(text)?.[1] ?? input.files[0] ?? ''
  const line = /CSV Error on Line: (\d+)/.exec(text)?.[1]
  const where = `${input.nameOf(file)}${line === undefined ? '' : `, line ${line}`}`
  return new MlregError('bad-input', `${where}: ${problemOf(text)}`, { cause: error.cause })
}

function problemOf(text: string): string {
  const counts = /Expected Number of Columns: (\d+) Found: (\d+)/.exec(text)
  if (counts !== null) {
    return `${counts[2]} ${counts[2] === '1' ? 'field' : 'fields'} where the header has ${counts[1]}`
  }
  if (/unterminated quote/i.test(text))
    return 'a quoted field is not closed, or text follows its closing quote'
  if (/invalid unicode|not utf-8/i.test(text)) return 'not UTF-8 text'
  if (/maximum line size/i.test(text)) return 'a line is longer than 16 MB'
  if (/invalid state/i.test(text)) return 'line ends or quotes are mixed up, the file is not RFC 4180 CSV'
  return reasonOf(new Error(text))
}
