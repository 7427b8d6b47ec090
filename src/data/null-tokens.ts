import { literals } from './sql-text.ts'

/**
 * One rule for what is null, whatever the format: an SQL null (CSV: an empty cell), NaN, and an empty text are null
 * everywhere. Where numbers, times or booleans are read from text, these words are null too. In a text column they are
 * values (`NA` may be Namibia), unless `--null-values` names them, and then in every format alike.
 */
export const nullTokens: readonly string[] = ['NA', 'N/A', '#N/A', 'NaN', 'nan', 'null', 'NULL', 'None']

/** A text expression with empty texts and the user's null words turned into NULL. */
export function withoutNullWords(sql: string, words: readonly string[]): string {
  return words.length === 0
    ? `nullif(${sql}, '')`
    : `CASE WHEN ${sql} NOT IN ${literals(['', ...words])} THEN ${sql} END`
}

/** True where a text cell holds something that a number, time or boolean could be read from. */
export function isValue(cell: string, words: readonly string[]): string {
  return `(${cell} IS NOT NULL AND ${cell} NOT IN ${literals(['', ...nullTokens, ...words])})`
}

export function isNullWord(cell: string, words: readonly string[]): boolean {
  return cell === '' || nullTokens.includes(cell) || words.includes(cell)
}
