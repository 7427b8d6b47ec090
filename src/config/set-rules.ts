import { isDeepStrictEqual } from 'node:util'
import { MlregError } from '../errors.ts'
import { isTable } from './setting-texts.ts'
import { arrayElements, type Span, type TomlStatement, tomlStatements } from './toml-spans.ts'

export interface RuleChange {
  /** What the settings are to hold besides what they have. */
  readonly rules: readonly string[]
  /** The one of them that takes the place of a rule that is there. */
  instead(rule: string): string | undefined
}

/**
 * A settings file's text with rules added to `[drift] rules`, or put in the place of older ones; all else stays as it is,
 * to the letter. Throws `config` where the rules are written in a way that cannot be changed so; `path` is for that.
 */
export async function setRules(toml: string, change: RuleChange, path: string): Promise<string> {
  const { parse } = await import('smol-toml')
  const before = parse(toml)
  const drift = isTable(before.drift) ? before.drift : {}
  const old = Array.isArray(drift.rules) ? drift.rules.map(String) : []
  const kept = old.map(rule => change.instead(rule) ?? rule)
  const added = change.rules.filter(rule => !kept.includes(rule))
  if (added.length === 0 && isDeepStrictEqual(kept, old)) return toml
  const edited = edit(toml, old, { ...change, rules: added })
  const wanted = { ...before, drift: { ...drift, rules: [...kept, ...added] } }
  if (edited === undefined || !isDeepStrictEqual(tryParse(parse, edited), plain(wanted))) {
    throw new MlregError('config', `${path}: the rules there cannot be changed without rewriting the file`, {
      hint: 'leave --write out, and put the rules that are shown under [drift] yourself',
    })
  }
  return edited
}

/** `[drift]` with these rules, as a settings file has them. */
export function rulesToml(rules: readonly string[]): string {
  return `[drift]\nrules = ${arrayOf(rules, '\n')}\n`
}

function tryParse(parse: (toml: string) => unknown, toml: string): unknown {
  try {
    return plain(parse(toml))
  } catch {
    return undefined
  }
}

/** Tables of one prototype, whoever made them. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value))
}

function edit(toml: string, old: readonly string[], change: RuleChange): string | undefined {
  const eol = toml.includes('\r\n') ? '\r\n' : '\n'
  const statements = tomlStatements(toml)
  const rules = statements.find(({ kind, path }) => kind === 'value' && path.join('\0') === 'drift\0rules')
  if (rules) return editArray(toml, rules.value, old, change, eol)
  const list = arrayOf(change.rules, eol)
  const header = statements.find(({ kind, path }) => kind === 'table' && path.join('\0') === 'drift')
  if (header) return insertAfter(toml, lastIn(statements, header), `rules = ${list}`, eol)
  const dotted = statements.findLast(({ table, path }) => table.length === 0 && path[0] === 'drift')
  if (dotted) return insertAfter(toml, dotted, `drift.rules = ${list}`, eol)
  const gap = toml.trim() === '' ? '' : eol
  return `${withLineEnd(toml, eol)}${gap}[drift]${eol}rules = ${list}${eol}`
}

/** The last key of a table, or its header. */
function lastIn(statements: readonly TomlStatement[], header: TomlStatement): TomlStatement {
  const at = statements.indexOf(header)
  const end = statements.findIndex(({ kind }, i) => i > at && kind === 'table')
  return statements[(end < 0 ? statements.length : end) - 1] as TomlStatement
}

function insertAfter(toml: string, { next }: TomlStatement, line: string, eol: string): string {
  return `${withLineEnd(toml.slice(0, next), eol)}${line}${eol}${toml.slice(next)}`
}

function withLineEnd(text: string, eol: string): string {
  return text === '' || text.endsWith('\n') ? text : text + eol
}

function editArray(
  toml: string,
  { start }: Span,
  old: readonly string[],
  { rules, instead }: RuleChange,
  eol: string,
): string {
  const { elements, close } = arrayElements(toml, start)
  let text = toml.slice(0, start + 1)
  let from = start + 1
  for (const [i, element] of elements.entries()) {
    const other = instead(old[i] as string)
    text += toml.slice(from, element.start)
    text += other === undefined ? toml.slice(element.start, element.end) : tomlString(other)
    from = element.end
  }
  const tail = toml.slice(from, close)
  const rest = toml.slice(close)
  if (rules.length === 0) return text + tail + rest
  const comma = elements.length > 0 && !withoutComments(tail).includes(',') ? ',' : ''
  // What stands before the bracket, a comment or an indentation, stays before what is added.
  const [before = '', indent = ''] = /^([\s\S]*\n)([ \t]*)$/.exec(tail)?.slice(1) ?? [
    tail.trimEnd() + eol,
    '',
  ]
  return `${text}${comma}${before}${lines(rules, eol)}${indent}${rest}`
}

function withoutComments(text: string): string {
  return text.replaceAll(/#[^\n]*/g, '')
}

function arrayOf(rules: readonly string[], eol: string): string {
  return `[${eol}${lines(rules, eol)}]`
}

function lines(rules: readonly string[], eol: string): string {
  return rules.map(rule => `  ${tomlString(rule)},${eol}`).join('')
}

/** In the quotes that need no escapes where there are such. */
function tomlString(text: string): string {
  if (/["\\]/.test(text) && !/['\p{Cc}]/u.test(text)) return `'${text}'`
  return JSON.stringify(text).replaceAll('\x7f', '\\u007f')
}
