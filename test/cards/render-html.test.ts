import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseCard } from '../../src/cards/parse-card.ts'
import { renderHtml } from '../../src/cards/render-html.ts'

function page(body: string, fields = ''): string {
  const text = `---\nmodel_name: churn\n${fields}mlreg:\n  model: churn\n  version: 7\n---\n${body}`
  return renderHtml(parseCard(Buffer.from(text), 'x'), [['stage', 'Production']])
}

/** What stands between <main> and its end, without our own title and panel. */
function bodyOf(html: string): string {
  return html.slice(html.indexOf('</dl>\n') + 6, html.indexOf('</main>'))
}

const ownTags =
  /^(!doctype|html|head|meta|title|style|body|main|h[1-6]|p|dl|dt|dd|mark|span|div|table|thead|tbody|tr|th|td|a|img|em|strong|s|code|pre|blockquote|ul|ol|li|hr|br)$/

/** Every tag is one of ours, with attributes that load nothing and run nothing. */
function expectHarmless(html: string): void {
  for (const [, name = '', attributes = ''] of html.matchAll(
    /<\/?([!a-z][a-z0-9]*)((?:"[^"]*"|[^">])*)>/gi,
  )) {
    expect(name.toLowerCase()).toMatch(ownTags)
    const names = [...attributes.replace(/"[^"]*"/g, '""').matchAll(/([^\s=]+)=/g)].map(([, one]) => one)
    expect(
      names.filter(
        one =>
          !/^(charset|name|content|http-equiv|lang|id|class|tabindex|href|rel|src|alt|title|start|style)$/.test(
            one ?? '',
          ),
      ),
    ).toEqual([])
    const [, address] = /\b(?:href|src)="([^"]*)"/.exec(attributes) ?? []
    if (address !== undefined)
      expect(address).toMatch(/^(https?:\/\/|mailto:|#|data:image\/(png|gif|jpeg|webp);base64,)/i)
    if (name === 'img') expect(attributes).toContain('src="data:image/')
  }
  // A bracket that opens no tag of ours would open one of somebody else's.
  expect(html.replace(/<\/?[!a-z][^<>]*>/gi, '').replace(/<style>[\s\S]*?<\/style>/, '')).not.toMatch(
    /<[a-z!/?]/i,
  )
}

describe('HTML in a card is text', () => {
  test.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<svg/onload=alert(1)>',
    '<iframe src="https://example.org"></iframe>',
    '</main></body><script>alert(1)</script>',
    '<!-- a --><script>alert(1)</script>',
    '<!-- open <script>alert(1)</script>',
    '```\n</code></pre><script>alert(1)</script>\n```',
    '```"><script>alert(1)</script>\nx\n```',
    '# <script>alert(1)</script>',
    '| <script>alert(1)</script> |\n| - |\n| `<script>` |',
    '[x](https://example.org/"onmouseover="alert(1))',
    '![<script>alert(1)</script>](https://example.org/x.png "<script>")',
    '![x](data:image/svg+xml;base64,PHN2Zz4=)',
    '[x]: javascript:alert(1)\n\n[x]',
    '<javascript:alert(1)>',
    '[x](vbscript:x) [y](data:text/html,<script>) [z](file:///etc/passwd) [w](JaVaScRiPt:x)',
    '[FILL IN: <script>alert(1)</script>]',
  ])('%s', body => {
    const html = page(body)
    expectHarmless(html)
    expect(html).not.toMatch(/<script|<iframe|<svg/i)
  })

  test('in the front matter too', () => {
    const html = page('', `license: "</dd><script>alert(1)</script>"\nlanguage: '"><script>'\n"<b>": "<i>"\n`)
    expectHarmless(html)
    expect(html).toContain('<html lang="en">')
    expect(html).toContain('<dt>&lt;b&gt;</dt><dd>&lt;i&gt;</dd>')
  })

  test('whatever is put together', () => {
    const pieces = [
      '<',
      '>',
      '"',
      "'",
      '&',
      '`',
      '*',
      '_',
      '[',
      ']',
      '(',
      ')',
      '!',
      '|',
      '\n',
      ' ',
      '-',
      '#',
      '~',
      '\\',
      ':',
      '//',
      'javascript:',
      'https://a.b',
      'data:image/png;base64,',
      'script',
      'img',
      'onload=',
      '<!--',
      '-->',
      '```',
      '&lt;',
      '&#60;',
      'a',
      '1.',
      '\t',
    ] // prettier-ignore
    const text = fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map(parts => parts.join(''))
    fc.assert(
      fc.property(text, body => expectHarmless(page(body))),
      { numRuns: 500 },
    )
  })
})

describe('a page', () => {
  test('needs nothing from anywhere and forbids what would be loaded', () => {
    const html = page('# churn\n\n![x](https://example.org/x.png)')
    expect(html).toContain("default-src 'none'; style-src 'unsafe-inline'; img-src data:;")
    expect(html).not.toMatch(/<link|<script|@import|url\(/)
    expect(html).toContain('[picture: x, <a href="https://example.org/x.png"')
    expect(html).toContain('<meta name="viewport"')
  })

  test('leaves comments out, wherever they stand', () => {
    expect(
      bodyOf(page('<!-- a -->\n# T\n<!-- b\nc -->\n| x |\n| - |\n| y |\n<!-- d -->\nend <!-- e --> of it')),
    ).toMatch(/^(?![\s\S]*(&lt;!--|--&gt;))[\s\S]*<td>y<\/td>[\s\S]*<p>end {2}of it<\/p>/)
    expect(bodyOf(page('`<!-- code -->`'))).toContain('&lt;!-- code --&gt;')
  })

  test('has one title, the facts below it, and headings that can be linked to', () => {
    const html = page('# churn, version 7\n\n## Intended use\n\n## Intended use\n', 'license: mit\n')
    expect(html.match(/<h1/g)).toHaveLength(1)
    expect(html).toMatch(
      /<h1 id="churn-version-7">churn, version 7<\/h1>\n<dl>\n<dt>stage<\/dt><dd>Production<\/dd>/,
    )
    expect(html).toContain('<h2 id="intended-use">')
    expect(html).toContain('<h2 id="intended-use-2">')
    expect(page('text')).toContain('<h1>churn, version 7</h1>')
  })

  test('shows what hides or reorders text', () => {
    expect(page('a\u202eb\u0007')).toContain('a\\u202eb\\u0007')
  })
})
