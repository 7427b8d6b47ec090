import { expressionError } from './expression-error.ts'
import { type Token, tokensOf } from './tokens.ts'

/** Goes through the tokens of one expression. */
export class TokenReader {
  readonly source: string
  private readonly tokens: readonly Token[]
  private next = 0

  constructor(source: string) {
    this.source = source
    this.tokens = tokensOf(source)
  }

  /** The token `ahead` of the next one. */
  peek(ahead = 0): Token {
    return this.tokens[Math.min(this.next + ahead, this.tokens.length - 1)] as Token
  }

  take(): Token {
    const token = this.peek()
    this.next = Math.min(this.next + 1, this.tokens.length - 1)
    return token
  }

  isWord(word: string, ahead = 0): boolean {
    const { kind, text } = this.peek(ahead)
    return kind === 'word' && text.toUpperCase() === word
  }

  isSymbol(symbol: string): boolean {
    const { kind, text } = this.peek()
    return kind === 'symbol' && text === symbol
  }

  /** Takes the word when it comes next. */
  skipWord(word: string): boolean {
    const found = this.isWord(word)
    if (found) this.take()
    return found
  }

  skipSymbol(symbol: string): boolean {
    const found = this.isSymbol(symbol)
    if (found) this.take()
    return found
  }

  error(token: Token, message: string, hint?: string): Error {
    return expressionError(this.source, token.start, message, { hint })
  }
}

/** A token in words, for an error. */
export function named({ kind, text }: Token): string {
  return kind === 'end' ? 'the end' : `"${text}"`
}
