import { type Document, isMap, parseDocument } from 'yaml'
import { MlregError } from '../errors.ts'
import type { Card } from './card.ts'
import { sectionsOf } from './card-sections.ts'

/** Longer ones are no cards: the longest on hubs have some 200 KB. */
const longestCard = 2 ** 20
const longestFrontMatter = 2 ** 16
const deepest = 50

/**
 * Reads a card: UTF-8, with or without a byte order mark, with line feeds or carriage returns. Throws `bad-input`
 * naming the source when it is no text, too long, without front matter, or when that is no table of YAML.
 */
export function parseCard(content: Uint8Array, source: string): Card {
  const text = decode(content, source)
  const { yaml, body, firstLine } = split(text, source)
  const document = parseFrontMatter(yaml, source)
  return {
    text,
    frontMatter: toTable(document, source),
    yaml,
    body,
    sections: sectionsOf(body, firstLine),
  }
}

function decode(content: Uint8Array, source: string): string {
  if (content.length > longestCard)
    throw unreadable(source, 'it is longer than 1 MiB', 'link to what is long')
  try {
    // The decoder takes a byte order mark away.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(content)
    if (text.includes('\0')) throw new Error('a NUL')
    return text.replace(/\r\n?/g, '\n')
  } catch (error) {
    throw unreadable(source, 'it is no UTF-8 text', 'save it as UTF-8', error)
  }
}

function split(text: string, source: string): { yaml: string; body: string; firstLine: number } {
  const lines = text.split('\n')
  const isMark = (line: string) => /^---[ \t]*$/.test(line)
  const begins = isMark(lines[0] as string)
  const end = begins ? lines.findIndex((line, i) => i > 0 && isMark(line)) : -1
  if (end < 0) {
    throw unreadable(
      source,
      begins ? 'its front matter has no end' : 'it has no front matter',
      'a card begins with a line of ---, then YAML, then another line of ---; see mlreg card init',
    )
  }
  const yaml = lines.slice(1, end).join('\n')
  if (yaml.length > longestFrontMatter) {
    throw unreadable(source, 'its front matter is longer than 64 KiB', 'put texts into the sections below it')
  }
  return { yaml, body: lines.slice(end + 1).join('\n'), firstLine: end + 2 }
}

function parseFrontMatter(yaml: string, source: string): Document {
  let document: Document
  try {
    document = parseDocument(yaml)
  } catch (error) {
    throw unreadable(source, `its front matter is no YAML: ${(error as Error).message}`, undefined, error)
  }
  const [first] = document.errors
  if (first === undefined) return document
  const line = first.linePos?.[0].line
  const where = line === undefined ? '' : `line ${line + 1}: `
  const [what = ''] = first.message.split(/ at line \d|\n/)
  throw unreadable(source, `its front matter is no YAML: ${where}${what}`, undefined, first)
}

function toTable(document: Document, source: string): Record<string, unknown> {
  if (!isMap(document.contents)) throw unreadable(source, 'its front matter is no table of names and values')
  try {
    const table = document.toJS({ maxAliasCount: 100 }) as Record<string, unknown>
    if (depthOf(table) > deepest) throw new Error('nested too deeply')
    return table
  } catch (error) {
    throw unreadable(source, `its front matter cannot be used: ${(error as Error).message}`, undefined, error)
  }
}

function depthOf(value: unknown, depth = 0): number {
  if (typeof value !== 'object' || value === null || depth > deepest) return depth
  return Math.max(depth, ...Object.values(value).map(part => depthOf(part, depth + 1)))
}

function unreadable(source: string, why: string, hint?: string, cause?: unknown): MlregError {
  return new MlregError('bad-input', `cannot read the model card ${source}: ${why}`, {
    ...(hint === undefined ? {} : { hint }),
    ...(cause === undefined ? {} : { cause }),
  })
}
