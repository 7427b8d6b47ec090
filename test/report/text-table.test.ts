import fc from 'fast-check'
import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import type { Report, Style, TableBlock } from '../../src/report/report.ts'
import { renderText } from '../../src/report/text.ts'
import { sampleReport } from './sample-report.ts'

const style: Style = { colorLevel: 0, width: 60, ascii: false }

function withTable(table: Omit<TableBlock, 'type'>): Report {
  return { ...sampleReport, document: [{ type: 'table', ...table }] }
}

const anyTable = fc
  .array(
    fc.record({
      title: fc.string({ maxLength: 12 }),
      align: fc.constantFrom('left', 'right'),
      narrow: fc.constantFrom('keep', 'shrink', 'wrap', 'drop'),
    }),
    { minLength: 1, maxLength: 9 },
  )
  .chain(columns => {
    const cell = fc.record({
      text: fc.string({ unit: 'grapheme', maxLength: 60 }),
      tone: fc.constantFrom('plain', 'good', 'bad', 'warn', 'dim', 'strong'),
    })
    const row = fc.array(cell, { minLength: columns.length, maxLength: columns.length })
    return fc.record({ columns: fc.constant(columns), rows: fc.array(row, { maxLength: 5 }) })
  })

describe('a table of text', () => {
  test('fits any width, whatever its columns and cells', async () => {
    await fc.assert(
      fc.asyncProperty(anyTable, fc.integer({ min: 20, max: 200 }), async (table, width) => {
        for (const line of (await renderText(withTable(table), { ...style, width })).split('\n')) {
          expect(stringWidth(line)).toBeLessThanOrEqual(width)
        }
      }),
    )
  })

  test('shows every cell whole where nothing limits it', async () => {
    const safe = fc.string({ unit: fc.constantFrom('a', 'b', '年', '🙂'), minLength: 1 })
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(safe, safe), { minLength: 1 }), async pairs => {
        const columns = (['shrink', 'wrap'] as const).map(
          narrow => ({ title: narrow, align: 'left', narrow }) as const,
        )
        const rows = pairs.map(pair => pair.map(text => ({ text })))
        const lines = (await renderText(withTable({ columns, rows }), { ...style, width: Infinity })).split(
          '\n',
        )
        expect(lines.slice(1, -1).map(line => line.trim().split(/ +/))).toEqual(pairs)
      }),
    )
  })

  test('gives up as few columns as possible, sparklines together, before names are cut below 24 cells', async () => {
    const column = (title: string, narrow: TableBlock['columns'][number]['narrow']) =>
      ({ title, align: 'left', narrow }) as const
    const columns = [
      column('name', 'shrink'),
      column('kind', 'drop'),
      column('value', 'keep'),
      column('before', 'drop'),
      column('after', 'drop'),
    ]
    const texts = ['a-name-of-thirty-characters-ok', 'numeric', '0.5', '▁▂▃▄▅▆▇█', '█▇▆▅▄▃▂▁']
    const table = { columns, rows: [texts.map(text => ({ text }))] }
    const at = async (width: number) => (await renderText(withTable(table), { ...style, width })).trimEnd()
    expect(await at(80)).toMatchInlineSnapshot(`
      "  name                            kind     value  before    after
        a-name-of-thirty-characters-ok  numeric  0.5    ▁▂▃▄▅▆▇█  █▇▆▅▄▃▂▁"
    `)
    expect(await at(62)).toMatchInlineSnapshot(`
      "  name                      kind     value  before    after
        a-name-of-th…aracters-ok  numeric  0.5    ▁▂▃▄▅▆▇█  █▇▆▅▄▃▂▁"
    `)
    expect(await at(55)).toMatchInlineSnapshot(`
      "  name                        value  before    after
        a-name-of-thi…haracters-ok  0.5    ▁▂▃▄▅▆▇█  █▇▆▅▄▃▂▁"
    `)
    expect(await at(50)).toMatchInlineSnapshot(`
      "  name                            kind     value
        a-name-of-thirty-characters-ok  numeric  0.5"
    `)
    expect(await at(36)).toMatchInlineSnapshot(`
      "  name                         value
        a-name-of-thi…characters-ok  0.5"
    `)
    expect(await at(22)).toMatchInlineSnapshot(`
      "  name           value
        a-name…ers-ok  0.5"
    `)
  })

  test('prints twenty thousand rows', async () => {
    const table = sampleReport.document.find(block => block.type === 'table')
    if (table === undefined) throw new Error('the sample has a table')
    const rows = Array.from({ length: 20_000 }, (_, i) => table.rows[i % table.rows.length] ?? [])
    expect(
      (await renderText(withTable({ ...table, rows }), { ...style, width: 120 })).length,
    ).toBeGreaterThan(2e6)
  })
})
