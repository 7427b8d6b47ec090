import { describe, expect, test } from 'vitest'
import { renderJson } from '../../src/report/json.ts'
import type { Report } from '../../src/report/report.ts'
import { hostileReport, sampleReport } from './sample-report.ts'

function withData(data: Report['data']): Report {
  return { ...sampleReport, data }
}

describe('json', () => {
  test('is one document, the schema first', () => {
    const json = renderJson(withData({ schema: 'mlreg.drift/1', verdict: 'ok', drift: [] }))
    expect(json).toBe('{\n  "schema": "mlreg.drift/1",\n  "verdict": "ok",\n  "drift": []\n}\n')
  })

  test('reads back as the data, hostile names and all', () => {
    expect(JSON.parse(renderJson(hostileReport))).toEqual(hostileReport.data)
  })

  test('holds nothing a terminal would obey', () => {
    expect(renderJson(hostileReport).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e\u200b]/u)
    expect(renderJson(withData({ schema: '\u009b2J\u202e\u{e0041}\u007f' }))).toContain(
      '"\\u009b2J\\u202e\\udb40\\udc41\\u007f"',
    )
  })

  test('has null for numbers JSON cannot say', () => {
    const data = { schema: 's', numbers: [Number.NaN, Infinity, -Infinity, -0] }
    expect(JSON.parse(renderJson(withData(data)))).toEqual({ schema: 's', numbers: [null, null, null, 0] })
  })
})
