import MarkdownIt, { type RendererRule, type StateBlock, type StateInline } from 'markdown-it'

/**
 * A card's Markdown as HTML of which every tag is ours: HTML in it is shown as text, comments are left out, links lead to
 * the web, to a mailbox or to a heading, and no picture is loaded. Pictures in the text itself stay.
 */
export function markdownHtml(body: string): string {
  const markdown = new MarkdownIt('default', { html: false, linkify: false, typographer: false })
  markdown.validateLink = isAllowed
  markdown.block.ruler.before('heading', 'comment', blockComment, {
    alt: ['paragraph', 'table', 'blockquote', 'list'],
  })
  markdown.inline.ruler.before('html_inline', 'comment', inlineComment)
  const { rules } = markdown.renderer
  rules.table_open = () => '<div class="table" tabindex="0"><table>\n'
  rules.table_close = () => '</table></div>\n'
  rules.td_open = cellOpen
  rules.link_open = linkOpen
  rules.image = image
  rules.heading_open = headingOpen()
  return markdown.render(body)
}

const ownPicture = /^data:image\/(png|gif|jpeg|webp);base64,[A-Za-z0-9+/=\s]*$/i

function isAllowed(address: string): boolean {
  return /^(https?:\/\/|mailto:|#)/i.test(address.trim()) || ownPicture.test(address.trim())
}

/** A comment that begins a line, to the end of the line on which it ends, as in CommonMark. */
function blockComment(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  const from = (state.bMarks[startLine] as number) + (state.tShift[startLine] as number)
  if ((state.sCount[startLine] as number) - state.blkIndent >= 4 || !state.src.startsWith('<!--', from))
    return false
  if (silent) return true
  let line = startLine
  while (line < endLine && !state.src.slice(state.bMarks[line], state.eMarks[line]).includes('-->')) line += 1
  state.line = Math.min(line + 1, endLine)
  return true
}

function inlineComment(state: StateInline): boolean {
  if (!state.src.startsWith('<!--', state.pos)) return false
  const end = state.src.indexOf('-->', state.pos + 4)
  if (end < 0 || end > state.posMax) return false
  state.pos = end + 3
  return true
}

/** Whoever follows a link out of a card tells the other side nothing about it. */
const linkOpen: RendererRule = (tokens, i, options, _, renderer) => {
  const token = tokens[i]
  if (token !== undefined && !String(token.attrGet('href')).startsWith('#')) {
    token.attrSet('rel', 'noopener noreferrer nofollow')
  }
  return renderer.renderToken(tokens, i, options)
}

const image: RendererRule = (tokens, i, options, env, renderer) => {
  const token = tokens[i]
  if (token === undefined) return ''
  const alt = escapeHtml(renderer.renderInlineAsText(token.children ?? [], options, env))
  const address = String(token.attrGet('src'))
  if (ownPicture.test(address)) return `<img src="${escapeHtml(address)}" alt="${alt}">`
  const link = `<a href="${escapeHtml(address)}" rel="noopener noreferrer nofollow">${escapeHtml(address)}</a>`
  return `[picture: ${alt}${alt === '' ? '' : ', '}${link}]`
}

/** Digests and the like may be broken anywhere; words may not. */
const cellOpen: RendererRule = (tokens, i, options, _, renderer) => {
  if (/\S{30}/.test(tokens[i + 1]?.content ?? '')) tokens[i]?.attrSet('class', 'long')
  return renderer.renderToken(tokens, i, options)
}

/** Headings can be linked to: `#intended-use`. */
function headingOpen(): RendererRule {
  const taken = new Map<string, number>()
  return (tokens, i, options, env, renderer) => {
    const text = renderer.renderInlineAsText(tokens[i + 1]?.children ?? [], options, env)
    const name =
      text
        .toLowerCase()
        .match(/[\p{L}\p{N}]+/gu)
        ?.join('-') ?? 'section'
    const times = (taken.get(name) ?? 0) + 1
    taken.set(name, times)
    tokens[i]?.attrSet('id', times === 1 ? name : `${name}-${times}`)
    return renderer.renderToken(tokens, i, options)
  }
}

/** A text as text of an element or of a quoted attribute. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}
