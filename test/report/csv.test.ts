import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { renderCsv } from '../../src/report/csv.ts'
import type { Records, Report } from '../../src/report/report.ts'
import { sampleReport } from './sample-report.ts'

function withRecords(columns: Records['columns'], rows: Records['rows']): Report {
  return { ...sampleReport, records: { columns, rows } }
}

/** RFC 4180, as strictly as it says. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]]
  for (const [, quoted, bare, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\n|$)/g)) {
    if (quoted === undefined && bare === '' && end === '') break
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? bare ?? '')
    if (end === '\n') rows.push([])
  }
  return rows.slice(0, -1)
}

describe('csv', () => {
  test('renders the sample', () => {
    expect(renderCsv(sampleReport)).toMatchInlineSnapshot(`
      "column,verdict,statistic,pValue,drifted
      education-num,major,0.7134,5e-324,true
      region,major,1,0,true
      occupation,moderate,,3.21e-12,true
      age,minor,0.031,0.0042,false
      capital-gain,stable,0.004,0.97,false
      embedding,not compared,,,false
      "
    `)
  })

  test('writes numbers so that they read back the same, and null as nothing', () => {
    const row = [0.1 + 0.2, -0, 1e-320, null, true, Number.NaN]
    expect(renderCsv(withRecords(['a', 'b', 'c', 'd', 'e', 'f'], [row]))).toBe(
      'a,b,c,d,e,f\n0.30000000000000004,0,1e-320,,true,NaN\n',
    )
  })

  test.each([
    ['=HYPERLINK("x")', `"'=HYPERLINK(""x"")"\n`],
    ['+1+cmd|x', "'+1+cmd|x\n"],
    ['@sum', "'@sum\n"],
    ['-5', '-5\n'],
    ['-', "'-\n"],
    ['a=b', 'a=b\n'],
  ])('keeps a spreadsheet from running %j', (text, line) => {
    expect(renderCsv(withRecords(['c'], [[text]]))).toBe(`c\n${line}`)
  })

  test('parses back to the same texts', () => {
    const cell = fc.string({ unit: 'grapheme' }).map(text => `x${text}`)
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell)), rows => {
        expect(parseCsv(renderCsv(withRecords(['a', 'b', 'c'], rows)))).toEqual([['a', 'b', 'c'], ...rows])
      }),
    )
  })
})
