import type { CardSection } from './card.ts'
import { withoutBlocks, withoutComments } from './generated-block.ts'

/**
 * The sections below second-level headings (`## Title`). Headings in code and comments are none. `firstLine` is the
 * line of the file on which the body begins.
 */
export function sectionsOf(body: string, firstLine = 1): CardSection[] {
  const lines = body.split('\n')
  const visible = maskCode(body).split('\n')
  const starts = lines.flatMap((_, i) => (/^ {0,3}##(?!#)[ \t]+\S/.test(visible[i] as string) ? [i] : []))
  return starts.map((start, i) => ({
    title: (lines[start] as string).replace(/^\s*##\s*|\s*#*\s*$/g, ''),
    text: withoutComments(withoutBlocks(lines.slice(start + 1, starts[i + 1]).join('\n'))).trim(),
    line: firstLine + start,
  }))
}

/** The same lines, with those of fenced code and of comments emptied. */
function maskCode(body: string): string {
  let fence: string | undefined
  const lines = body.split('\n').map(line => {
    const [, mark] = /^ {0,3}(`{3}|~{3})/.exec(line) ?? []
    if (fence === undefined) {
      fence = mark
      return mark === undefined ? line : ''
    }
    if (mark === fence && /^[`~\s]*$/.test(line)) fence = undefined
    return ''
  })
  return lines.join('\n').replace(/<!--[\s\S]*?(?:-->|(?![\s\S]))/g, match => match.replace(/[^\n]/g, ''))
}
