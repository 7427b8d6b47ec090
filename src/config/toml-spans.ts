/** Where something stands in a text: from, and up to but without. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** A table's header, or a key with its value. */
export interface TomlStatement {
  readonly kind: 'table' | 'value'
  /** The path of the table, or the table's and the key's: `['drift', 'rules']`. */
  readonly path: readonly string[]
  /** The path of the table it stands in. */
  readonly table: readonly string[]
  /** Of a value: where it stands. */
  readonly value: Span
  /** Where the line after it begins. */
  readonly next: number
}

/** Tables and values of a valid TOML text, in order, so that it can be changed in one place and be kept in all others. */
export function tomlStatements(toml: string): readonly TomlStatement[] {
  const found: TomlStatement[] = []
  let table: readonly string[] = []
  for (let at = pastBlank(toml, 0); at < toml.length; ) {
    const isTable = toml[at] === '['
    const key = keyAt(toml, isTable ? at + (toml[at + 1] === '[' ? 2 : 1) : at)
    if (isTable) table = key.path
    const value = isTable ? { start: key.end, end: key.end } : valueAfter(toml, key.end)
    const next = lineAfter(toml, value.end)
    const path = isTable ? table : [...table, ...key.path]
    found.push({ kind: isTable ? 'table' : 'value', path, table, value, next })
    at = pastBlank(toml, next)
  }
  return found
}

/** The elements of an array that stands at `start`, and its closing bracket. */
export function arrayElements(toml: string, start: number): { elements: readonly Span[]; close: number } {
  const elements: Span[] = []
  for (let at = pastBlank(toml, start + 1); ; ) {
    if (toml[at] === ']' || at >= toml.length) return { elements, close: at }
    const end = valueEnd(toml, at)
    elements.push({ start: at, end })
    at = pastBlank(toml, end)
    if (toml[at] === ',') at = pastBlank(toml, at + 1)
  }
}

function keyAt(toml: string, start: number): { path: string[]; end: number } {
  const path: string[] = []
  for (let at = start; ; at++) {
    at = pastSpace(toml, at)
    const end = /["']/.test(toml[at] ?? '') ? stringEnd(toml, at) : bareEnd(toml, at)
    const text = toml.slice(at, end)
    path.push(text.startsWith("'") ? text.slice(1, -1) : text.startsWith('"') ? unescaped(text) : text)
    at = pastSpace(toml, end)
    if (toml[at] !== '.') return { path, end: at }
  }
}

/** JSON knows all escapes but two; a key written with those is not one that is looked for. */
function unescaped(text: string): string {
  try {
    return String(JSON.parse(text))
  } catch {
    return text
  }
}

function bareEnd(toml: string, start: number): number {
  let at = start
  while (/[\w-]/.test(toml[at] ?? '')) at++
  return at
}

function valueAfter(toml: string, equals: number): Span {
  const start = pastSpace(toml, equals + 1)
  return { start, end: valueEnd(toml, start) }
}

function valueEnd(toml: string, start: number): number {
  const first = toml[start]
  if (first === '"' || first === "'") return stringEnd(toml, start)
  if (first === '[') return arrayElements(toml, start).close + 1
  if (first === '{') return tableEnd(toml, start)
  let at = start
  while (at < toml.length && !/[,\]}\n#]/.test(toml[at] as string)) at++
  return at
}

/** Of a table in braces: strings in it may hold braces. */
function tableEnd(toml: string, start: number): number {
  let depth = 0
  for (let at = start; at < toml.length; at++) {
    if (toml[at] === '"' || toml[at] === "'") at = stringEnd(toml, at) - 1
    else if (toml[at] === '#') at = lineAfter(toml, at) - 1
    else if (toml[at] === '{') depth++
    else if (toml[at] === '}' && --depth === 0) return at + 1
  }
  return toml.length
}

function stringEnd(toml: string, start: number): number {
  const quote = toml[start] as string
  const isLong = toml.startsWith(quote.repeat(3), start)
  const close = isLong ? quote.repeat(3) : quote
  let at = start + close.length
  while (at < toml.length && !toml.startsWith(close, at)) at += quote === '"' && toml[at] === '\\' ? 2 : 1
  at += close.length
  // Up to two quotes more belong to the text of a long string.
  while (isLong && toml[at] === quote) at++
  return at
}

/** Past spaces, line breaks and comments. */
function pastBlank(toml: string, start: number): number {
  let at = start
  while (at < toml.length && /[\s\uFEFF#]/.test(toml[at] as string))
    at = toml[at] === '#' ? lineAfter(toml, at) : at + 1
  return at
}

function pastSpace(toml: string, start: number): number {
  let at = start
  while (toml[at] === ' ' || toml[at] === '\t') at++
  return at
}

function lineAfter(toml: string, start: number): number {
  const end = toml.indexOf('\n', start)
  return end < 0 ? toml.length : end + 1
}
