/** The parts of a card that mlreg writes, and writes anew: what is between their marks is nobody else's. */
const blockNames = ['details', 'training-data', 'metrics', 'subgroups', 'signature', 'parameters'] as const
export type BlockName = (typeof blockNames)[number]

const end = '<!-- mlreg:end -->'

interface Found {
  /** Where it begins and ends in the text, marks included. */
  readonly from: number
  readonly to: number
  readonly content: string
}

/** A part with the comments that mark where it begins and ends. */
export function marked(name: BlockName, content: string): string {
  return `<!-- mlreg:${name} is written by mlreg: write above or below it -->\n${content}\n${end}`
}

/** What stands between a part's marks, undefined where the text has no such part. */
export function blockOf(text: string, name: BlockName): string | undefined {
  return find(text, name)?.content
}

/** The text with one part anew; undefined where it has no such part. */
export function withBlock(text: string, name: BlockName, content: string): string | undefined {
  const found = find(text, name)
  return found && text.slice(0, found.from) + marked(name, content) + text.slice(found.to)
}

/** The text without the parts: what people wrote. */
export function withoutBlocks(text: string): string {
  return blockNames.reduce(withoutBlock, text)
}

export function withoutBlock(text: string, name: BlockName): string {
  let left = text
  for (let found = find(left, name); found !== undefined; found = find(left, name)) {
    left = left.slice(0, found.from) + left.slice(found.to).replace(/^\n{1,2}/, '')
  }
  return left
}

export function withoutComments(text: string): string {
  return text.replace(/<!--[\s\S]*?(?:-->|(?![\s\S]))/g, '')
}

function find(text: string, name: BlockName): Found | undefined {
  const begin = `<!-- mlreg:${name} `
  const from = text.startsWith(begin) ? 0 : text.indexOf(`\n${begin}`) + 1
  if (from === 0 && !text.startsWith(begin)) return undefined
  const line = text.indexOf('\n', from)
  const last = line < 0 ? -1 : text.indexOf(`\n${end}`, line)
  if (last < 0) return undefined
  return { from, to: last + 1 + end.length, content: text.slice(line + 1, Math.max(line + 1, last)) }
}
