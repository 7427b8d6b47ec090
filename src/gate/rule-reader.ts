import { expressionError } from '../search/expression-error.ts'

const space = /\s+/uy

/** Goes through the text of one rule, piece by piece. */
export class RuleReader {
  readonly source: string
  /** In UTF-16 units from 0; never before a space. */
  at = 0

  constructor(source: string) {
    this.source = source
    this.skipSpace()
  }

  get isAtEnd(): boolean {
    return this.at === this.source.length
  }

  /** What the pattern finds right here; its flags have to be `uy`. The space behind is skipped. */
  take(pattern: RegExp): string | undefined {
    const text = this.takeTight(pattern)
    if (text !== undefined) this.skipSpace()
    return text
  }

  /** The same, with the space behind left where it is. */
  takeTight(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at
    const text = pattern.exec(this.source)?.[0]
    if (text !== undefined) this.at += text.length
    return text
  }

  /** A text in double quotes, single quotes or backticks, in which the quote is written twice. */
  takeQuoted(): string | undefined {
    const start = this.at
    const quote = this.takeTight(/["'`]/uy)
    if (quote === undefined) return undefined
    const inside = this.takeTight(new RegExp(`(?:[^${quote}]|${quote}${quote})*`, 'uy')) ?? ''
    if (this.take(new RegExp(quote, 'uy')) !== undefined) return inside.replaceAll(quote + quote, quote)
    throw this.error(start, `the quote ${quote} is not closed`)
  }

  /** The next piece in words, for an error. */
  next(): string {
    if (this.isAtEnd) return 'the end'
    return `"${/^(?:[\p{L}\p{M}\p{N}_.]+|[=<>!]+|.)/su.exec(this.source.slice(this.at))?.[0] ?? ''}"`
  }

  error(at: number, message: string, hint?: string): Error {
    return expressionError(this.source, at, message, { hint })
  }

  private skipSpace(): void {
    this.takeTight(space)
  }
}
