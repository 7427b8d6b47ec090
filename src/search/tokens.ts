import { expressionError } from './expression-error.ts'

/** A piece of an expression, from `start` to before `end`. */
export interface Token {
  readonly kind: 'word' | 'quoted' | 'symbol' | 'end'
  /** As it was written; of a quoted one what is between the quotes. */
  readonly text: string
  readonly start: number
  readonly end: number
  /** What it is quoted with. */
  readonly quote?: string
}

const space = /\s+/uy
// What keys are made of, but for the space; a number is a word too.
const word = /[\p{L}\p{M}\p{N}_.\-/:+]+/uy
const symbol = /[=<>!~]+|[(),]/uy
const quotes = /['"`]/

/** Cuts an expression into words, quoted texts and symbols; the last token is the end. */
export function tokensOf(source: string): Token[] {
  const tokens: Token[] = []
  for (let at = 0; at < source.length; ) {
    const blank = matchAt(space, source, at)
    if (blank !== undefined) {
      at += blank.length
      continue
    }
    const token = tokenAt(source, at)
    tokens.push(token)
    at = token.end
  }
  return [...tokens, { kind: 'end', text: '', start: source.length, end: source.length }]
}

function tokenAt(source: string, at: number): Token {
  for (const [kind, pattern] of [['word', word] as const, ['symbol', symbol] as const]) {
    const text = matchAt(pattern, source, at)
    if (text !== undefined) return { kind, text, start: at, end: at + text.length }
  }
  const quote = source[at] ?? ''
  if (quotes.test(quote)) return quotedAt(source, at, quote)
  const character = String.fromCodePoint(source.codePointAt(at) ?? 0)
  throw expressionError(source, at, `"${character}" means nothing here`, {
    hint: 'a key with other characters than letters, digits and _ - . / : is written in quotes: tags."a b"',
  })
}

/** A quote inside is written twice, as in SQL. */
function quotedAt(source: string, at: number, quote: string): Token {
  for (let end = at + 1; end < source.length; end++) {
    if (source[end] !== quote) continue
    if (source[end + 1] === quote) end++
    else {
      const text = source.slice(at + 1, end).replaceAll(quote + quote, quote)
      return { kind: 'quoted', text, start: at, end: end + 1, quote }
    }
  }
  throw expressionError(source, at, `the quote ${quote} is not closed`)
}

function matchAt(pattern: RegExp, source: string, at: number): string | undefined {
  pattern.lastIndex = at
  return pattern.exec(source)?.[0]
}
