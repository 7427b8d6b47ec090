import { describe, expect, test } from 'vitest'
import { formats } from '../../src/report/formats.ts'
import { hostileReport } from './sample-report.ts'

test('formats are these, the default first', () => {
  expect(formats.map(format => format.name)).toEqual(['text', 'json', 'md', 'csv', 'junit', 'github'])
})

describe.each(formats)('$name', format => {
  const style = { colorLevel: 0, width: 80, ascii: false } as const

  test('gives the same bytes for the same report, and ends with a line end', async () => {
    const text = await format.render(hostileReport, style)
    expect(text).toBe(await format.render(structuredClone(hostileReport), style))
    expect(text).toMatch(/[^\n]\n$/)
  })
})
