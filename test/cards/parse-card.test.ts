import { expect, test } from 'vitest'
import { parseCard } from '../../src/cards/parse-card.ts'

const bomb = (depth: number) =>
  [
    'a0: &a0 [x, x, x, x, x, x, x, x, x]',
    ...Array.from({ length: depth }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i}, `.repeat(9)}]`),
  ].join('\n')
const cases: readonly (readonly [what: string, content: string | Buffer, message: RegExp])[] = [
  ['no front matter', '# churn\n', /it has no front matter/],
  ['an open front matter', '---\na: b\n', /its front matter has no end/],
  ['an empty file', '', /it has no front matter/],
  ['a list', '---\n- a\n---\n', /no table of names and values/],
  ['tabs', '---\na:\n\tb: c\n---\n', /is no YAML: line 3/],
  ['the same key twice', '---\na: b\na: c\n---\n', /is no YAML: line 3/],
  ['no UTF-8', Buffer.from([0x2d, 0x2d, 0x2d, 0x0a, 0x61, 0x3a, 0xff, 0xfe, 0x0a]), /it is no UTF-8 text/],
  ['UTF-16', Buffer.from('---\na: b\n---\n', 'utf16le'), /it is no UTF-8 text/],
  ['a bomb of aliases', `---\n${bomb(9)}\n---\n`, /cannot be used: .*alias/i],
  ['a huge front matter', `---\na: ${'x'.repeat(70_000)}\n---\n`, /longer than 64 KiB/],
  ['a huge card', `---\na: b\n---\n${'x'.repeat(2 ** 20)}`, /longer than 1 MiB/],
  ['deep nesting', `---\na: ${'['.repeat(20_000)}${']'.repeat(20_000)}\n---\n`, /front matter/],
  ['nesting that is a little deep', `---\na: ${'['.repeat(80)}${']'.repeat(80)}\n---\n`, /nested too deeply/],
]
test.each(cases)('%s', (_, content, message) => {
  const started = performance.now()
  expect(() => parseCard(Buffer.from(content as string), 'x.md')).toThrow(
    expect.objectContaining({ code: 'bad-input', message: expect.stringMatching(message) }),
  )
  expect(performance.now() - started).toBeLessThan(3_000)
})

test('headings in code and comments are none', () => {
  const body = '## A\n```\n## B\n~~~\n## C\n```\ntext\n<!--\n## D\n-->\n## E ##\n### F\n'
  const { sections } = parseCard(Buffer.from(`---\na: b\n---\n${body}`), 'x')
  expect(sections.map(({ title, line }) => [title, line])).toEqual([
    ['A', 4],
    ['E', 14],
  ])
})

test('long runs of what opens something take no longer than reading', () => {
  for (const piece of ['`', '```\n', '<!--', '<!-- mlreg:metrics x\n', '~~~a\n']) {
    const started = performance.now()
    parseCard(Buffer.from(`---\na: b\n---\n${piece.repeat(900_000 / piece.length)}`), 'x')
    expect(performance.now() - started).toBeLessThan(5_000)
  }
})
