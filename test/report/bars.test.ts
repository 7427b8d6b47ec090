import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { barText } from '../../src/report/bar-text.ts'
import { renderMarkdown } from '../../src/report/markdown.ts'
import type { Report, Style } from '../../src/report/report.ts'
import { renderText } from '../../src/report/text.ts'

describe('a bar', () => {
  test('is what both windows share, then what one has alone', () => {
    expect(barText({ reference: 0.5, current: 1 }, 10)).toBe('█████▄▄▄▄▄')
    expect(barText({ reference: 1, current: 0.3 }, 10)).toBe('███▀▀▀▀▀▀▀')
    expect(barText({ reference: 0.4, current: 0.4 }, 10)).toBe('████')
    expect(barText({ reference: 0, current: 0 }, 10)).toBe('')
  })

  test('hides nothing that is there, and keeps to its width', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(share, share, fc.integer({ min: 1, max: 60 }), (reference, current, width) => {
        const text = barText({ reference, current }, width)
        expect(text.length).toBeLessThanOrEqual(width)
        expect(text.length > 0).toBe(reference > 0 || current > 0)
        expect(text.includes('▄') && text.includes('▀')).toBe(false)
      }),
    )
  })
})

function reportOf(document: Report['document']): Report {
  return { data: { schema: 'x/1' }, document, records: { columns: [], rows: [] }, checks: [], verdict: 'ok' }
}

const bars = reportOf([
  {
    type: 'table',
    columns: [
      { title: 'bin', align: 'left', narrow: 'shrink' },
      { title: '', align: 'left', narrow: 'keep' },
      { title: 'p', align: 'right', narrow: 'drop' },
    ],
    rows: [
      [{ text: 'a' }, { text: '', bar: { reference: 0.5, current: 1 } }, { text: '0.01' }],
      [{ text: 'b' }, { text: '', bar: { reference: 1, current: 0 }, tone: 'dim' }, { text: '1.000' }],
    ],
  },
])
const style = (more: Partial<Style>): Style => ({ colorLevel: 0, width: 40, ascii: false, ...more })

describe('bars in a table', () => {
  test('take the width that is left', async () => {
    const lines = (await renderText(bars, style({}))).split('\n')
    expect(lines[1]).toBe(`  a    ${'█'.repeat(13)}${'▄'.repeat(13)}   0.01`)
    expect(Math.max(...lines.map(line => line.length))).toBe(40)
    const wide = await renderText(bars, style({ width: Number.POSITIVE_INFINITY }))
    expect(wide).toContain(`${'█'.repeat(24)}${'▄'.repeat(24)}`)
  })

  test('are told apart by colour as well', async () => {
    const text = await renderText(bars, style({ colorLevel: 1 }))
    expect(text).toContain(`\u001b[2m${'█'.repeat(13)}\u001b[22m\u001b[31m${'▄'.repeat(13)}\u001b[39m`)
    expect(text).toContain(`\u001b[2m${'▀'.repeat(26)}\u001b[22m`)
  })

  test('and in ASCII', async () => {
    const text = await renderText(bars, style({ ascii: true }))
    expect(text).toContain('@@@@@+')
    expect(text).toContain('-----')
  })

  test('are code in Markdown', () => {
    expect(renderMarkdown(bars, {})).toContain('| a | `██████████▄▄▄▄▄▄▄▄▄▄` | 0.01 |')
  })
})

describe('code', () => {
  const code = reportOf([
    { type: 'code', rows: [['the rows of a', `--where '"a" = ''→ \`\`\`\u001b${'x'.repeat(90)}'`]] },
  ])

  test('is neither cut nor respelled, and never obeyed', async () => {
    const [label, line] = (await renderText(code, style({ ascii: true }))).split('\n')
    expect(label).toBe('  the rows of a')
    expect(line).toBe(`    --where '"a" = ''→ \`\`\`\\u001b${'x'.repeat(90)}'`)
  })

  test('has a fence that it cannot close', () => {
    expect(renderMarkdown(code, {})).toMatch(/^the rows of a:\n\n````sh\n--where .*\n````\n$/)
  })
})
