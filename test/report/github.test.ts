import { describe, expect, test } from 'vitest'
import { renderGithub } from '../../src/report/github.ts'
import type { Check, Report } from '../../src/report/report.ts'
import { hostileReport, sampleReport } from './sample-report.ts'

function failing(count: number): Report {
  const checks = Array.from({ length: count }, (_, i): Check => {
    return {
      group: 'drift',
      name: `c${i}`,
      outcome: 'failed',
      title: `drift: c${i}`,
      message: 'PSI 0.31 > 0.20',
    }
  })
  return { ...sampleReport, checks }
}

describe('github', () => {
  test('annotates every failure of the sample', () => {
    expect(renderGithub(sampleReport)).toMatchInlineSnapshot(`
      "::error title=drift%3A education-num::median 9 → 13
      ::error title=drift%3A region::missing in the current window
      ::error title=drift%3A occupation::“Gig-worker” is new: 15.0%25 of rows, 5,203 of them; “Craft-repair” fell from 40.0%25 to 25.0%25
      ::error title=null_rate%3A capital-gain::12.4%25 of rows are empty, 124 times the baseline
      "
    `)
  })

  test('escapes what would end an annotation or start another', () => {
    expect(renderGithub(hostileReport)).toMatchInlineSnapshot(`
      "::error title=drift%3A education-num::median 9 → 13
      ::error title=drift%3A region::missing in the current window
      ::error title=drift%3A occupation::“Gig-worker” is new: 15.0%25 of rows, 5,203 of them; “Craft-repair” fell from 40.0%25 to 25.0%25
      ::error title=drift%3A pipe|\`code\`|</td>::PSI 0.05
      ::error title=drift%3A 100%250Aline\\u000abreak%2Ccolon%3A::PSI 0.05
      ::error title=drift%3A right\\u202eleft\\u200bzero::PSI 0.05
      ::error title=drift%3A 年齢・収入::PSI 0.05
      ::error title=drift%3A 👩‍💻 emoji 🫠::PSI 0.05
      ::error title=drift%3A @everyone #1 <!-- $x$ __init__ -->::PSI 0.05
      ::error title=null_rate%3A capital-gain::12.4%25 of rows are empty, 124 times the baseline
      "
    `)
  })

  test.each([
    [1, 1],
    [10, 10],
    [11, 10],
    [23, 10],
  ])('turns %i failures into %i annotations', (failures, annotations) => {
    expect(renderGithub(failing(failures)).trimEnd().split('\n')).toHaveLength(annotations)
  })

  test('counts the failures it does not show', () => {
    const lines = renderGithub(failing(23)).trimEnd().split('\n')
    expect(lines[0]).toBe('::error title=drift%3A c0::PSI 0.31 > 0.20')
    expect(lines[9]).toBe('::error title=mlreg::…and 14 more')
  })

  test('gives one notice when all is well', () => {
    const checks = sampleReport.checks.filter(check => check.outcome !== 'failed')
    expect(renderGithub({ ...sampleReport, checks, verdict: 'ok' })).toBe(
      '::notice title=mlreg::ok: 2 checks passed, 1 skipped\n',
    )
  })
})
