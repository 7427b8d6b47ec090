import { describe, expect, test } from 'vitest'
import { escapeMarkdown } from '../../src/report/escape-markdown.ts'
import { renderMarkdown } from '../../src/report/markdown.ts'
import type { Report } from '../../src/report/report.ts'
import { hostileReport, sampleReport } from './sample-report.ts'

describe('md', () => {
  test('renders the sample', () => {
    expect(renderMarkdown(sampleReport, {})).toMatchInlineSnapshot(`
      "- reference: train.parquet · 14,155 rows × 15 columns
      - current: week-46.parquet · 34,687 rows × 15 columns

      ### ✗ Drift: 3 of 15 columns (classic: KS p &lt; 0.01, PSI bands 0.1 / 0.2)

      | column | verdict | KS D | p | PSI | reference | current | what changed |
      | --- | --- | ---: | ---: | ---: | --- | --- | --- |
      | education-num | **✗ major** | 0.71 | &lt; 1e-300 | 1.92 | \`▁▂█▄▂▁▁▁.\` | \`.▁▁▁▄▇▄▂.\` | median 9 → 13 |
      | region | **✗ major** | 1.00 | 0 | – |  |  | missing in the current window |
      | occupation | **✗ moderate** | – | 3.2e-12 | 0.15 | \`█▆▄▂.\` | \`▅▆▄▂▃\` | “Gig-worker” is new: 15.0% of rows, 5,203 of them; “Craft-repair” fell from 40.0% to 25.0% |
      | age | ! minor | 0.03 | 0.00420 | 0.01 | \`▃▆█▇▄\` | \`▃▅█▇▅\` | mean 38.6 → 38.9, below the least effect |
      | capital-gain | ✓ stable | &lt; 0.01 | 0.970 | &lt; 0.01 | \`█▁▁▁▁\` | \`█▁▁▁▁\` |  |
      | embedding | not compared | – | – | – |  |  | a list of numbers is not a kind mlreg compares |

      ### ✗ Degradation: 1 finding

      | column | check | baseline | current | limit | what |
      | --- | --- | ---: | ---: | ---: | --- |
      | capital-gain | **✗ null_rate** | 0.1% | **12.4%** | 5.0% | 12.4% of rows are empty, 124 times the baseline |

      exit 1: drift, degradation

      reproduce: mlreg drift train.parquet week-46.parquet --policy classic
      "
    `)
  })

  test('gives every row of a table as many cells as its head, whatever the names', () => {
    const blocks = renderMarkdown(hostileReport, {}).split('\n\n')
    const tables = blocks.map(block => block.trim().split('\n')).filter(([head]) => head?.startsWith('|'))
    expect(tables.map(lines => lines.length)).toEqual([21, 3])
    for (const lines of tables) {
      const cells = lines.map(line => line.match(/(?<!\\)(?:\\\\)*\|/g)?.length)
      expect(new Set(cells).size).toBe(1)
    }
  })

  test.each([
    ['a|b', 'a\\|b'],
    ['`code` *bold* [link](x)', '\\`code\\` \\*bold\\* \\[link\\](x)'],
    ['</td><img src=x>', '&lt;/td&gt;&lt;img src=x&gt;'],
    ['&lt;', '&amp;lt;'],
    ['line\nbreak', 'line\\\\u000abreak'],
    ['C:\\data', 'C:\\\\data'],
    ['# title', '\\# title'],
    ['- item', '\\- item'],
    ['1. item', '1\\. item'],
    ['---', '\\---'],
    ['education_num', 'education_num'],
    ['__init__', '\\_\\_init\\_\\_'],
    ['$x$', '\\$x\\$'],
    ['@everyone', '@<!-- -->everyone'],
    ['churn@champion', 'churn@champion'],
    ['-0.5', '-0.5'],
    ['12.4% of rows', '12.4% of rows'],
  ])('escapes %j', (text, escaped) => {
    expect(escapeMarkdown(text)).toBe(escaped)
  })

  test('leaves out rows above a limit, and says so', () => {
    const table = sampleReport.document.find(block => block.type === 'table')
    if (table === undefined) throw new Error('the sample has a table')
    const rows = Array.from({ length: 20_000 }, () => table.rows[0] ?? [])
    const report: Report = { ...sampleReport, document: [{ ...table, rows }] }
    const maxBytes = 900 * 1024
    const markdown = renderMarkdown(report, { maxBytes })
    expect(Buffer.byteLength(markdown)).toBeLessThan(maxBytes)
    expect(Buffer.byteLength(markdown)).toBeGreaterThan(maxBytes - 4_000)
    expect(markdown).toMatch(/\n\nShowing \d,\d{3} of 20,000 rows: the others do not fit here\.\n$/)
    expect(Buffer.byteLength(renderMarkdown(report, {}))).toBeGreaterThan(maxBytes)
  })
})
