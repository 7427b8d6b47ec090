import { stripVTControlCharacters } from 'node:util'
import fc from 'fast-check'
import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import type { Report, Style } from '../../src/report/report.ts'
import { renderText } from '../../src/report/text.ts'
import { hostileReport, sampleReport } from './sample-report.ts'

const plain: Style = { colorLevel: 0, width: 80, ascii: false }
const pipe = { ...plain, width: Infinity }

describe('text', () => {
  test('stands side by side where there is room', async () => {
    expect(await renderText(sampleReport, { ...plain, width: 120 })).toMatchInlineSnapshot(`
      "  reference  train.parquet    14,155 rows × 15 columns
        current    week-46.parquet  34,687 rows × 15 columns

      ✗ Drift: 3 of 15 columns (classic: KS p < 0.01, PSI bands 0.1 / 0.2)
        column         verdict           KS D         p     PSI  reference  current    what changed
        education-num  ✗ major           0.71  < 1e-300    1.92  ▁▂█▄▂▁▁▁.  .▁▁▁▄▇▄▂.  median 9 → 13
        region         ✗ major           1.00         0       –                        missing in the current window
        occupation     ✗ moderate           –   3.2e-12    0.15  █▆▄▂.      ▅▆▄▂▃      “Gig-worker” is new: 15.0% of rows,
                                                                                       5,203 of them; “Craft-repair” fell from
                                                                                       40.0% to 25.0%
        age            ! minor           0.03   0.00420    0.01  ▃▆█▇▄      ▃▅█▇▅      mean 38.6 → 38.9, below the least
                                                                                       effect
        capital-gain   ✓ stable        < 0.01     0.970  < 0.01  █▁▁▁▁      █▁▁▁▁
        embedding        not compared       –         –       –                        a list of numbers is not a kind mlreg
                                                                                       compares

      ✗ Degradation: 1 finding
        column        check        baseline  current  limit  what
        capital-gain  ✗ null_rate      0.1%    12.4%   5.0%  12.4% of rows are empty, 124 times the baseline

        exit 1: drift, degradation
        reproduce: mlreg drift train.parquet week-46.parquet --policy classic
      "
    `)
  })

  test('moves sentences below their rows at 80 columns', async () => {
    expect(await renderText(sampleReport, plain)).toMatchInlineSnapshot(`
      "  reference  train.parquet    14,155 rows × 15 columns
        current    week-46.parquet  34,687 rows × 15 columns

      ✗ Drift: 3 of 15 columns (classic: KS p < 0.01, PSI bands 0.1 / 0.2)
        column         verdict           KS D         p     PSI  reference  current
        education-num  ✗ major           0.71  < 1e-300    1.92  ▁▂█▄▂▁▁▁.  .▁▁▁▄▇▄▂.
          median 9 → 13
        region         ✗ major           1.00         0       –
          missing in the current window
        occupation     ✗ moderate           –   3.2e-12    0.15  █▆▄▂.      ▅▆▄▂▃
          “Gig-worker” is new: 15.0% of rows, 5,203 of them; “Craft-repair” fell from
          40.0% to 25.0%
        age            ! minor           0.03   0.00420    0.01  ▃▆█▇▄      ▃▅█▇▅
          mean 38.6 → 38.9, below the least effect
        capital-gain   ✓ stable        < 0.01     0.970  < 0.01  █▁▁▁▁      █▁▁▁▁
        embedding        not compared       –         –       –
          a list of numbers is not a kind mlreg compares

      ✗ Degradation: 1 finding
        column        check        baseline  current  limit  what
        capital-gain  ✗ null_rate      0.1%    12.4%   5.0%  12.4% of rows are empty,
                                                             124 times the baseline

        exit 1: drift, degradation
        reproduce: mlreg drift train.parquet week-46.parquet --policy classic
      "
    `)
  })

  test('prints a card a row at 40 columns', async () => {
    expect(await renderText(sampleReport, { ...plain, width: 40 })).toMatchInlineSnapshot(`
      "  reference  train.parquet
                   14,155 rows × 15 columns
        current    week-46.parquet
                   34,687 rows × 15 columns

      ✗ Drift: 3 of 15 columns (classic: KS p
        < 0.01, PSI bands 0.1 / 0.2)
        education-num
          verdict ✗ major  KS D 0.71
          p < 1e-300  PSI 1.92
          median 9 → 13
        region
          verdict ✗ major  KS D 1.00  p 0
          PSI –
          missing in the current window
        occupation
          verdict ✗ moderate  KS D –
          p 3.2e-12  PSI 0.15
          “Gig-worker” is new: 15.0% of rows,
          5,203 of them; “Craft-repair” fell
          from 40.0% to 25.0%
        age
          verdict ! minor  KS D 0.03
          p 0.00420  PSI 0.01
          mean 38.6 → 38.9, below the least
          effect
        capital-gain
          verdict ✓ stable  KS D < 0.01
          p 0.970  PSI < 0.01
        embedding
          verdict not compared  KS D –  p –
          PSI –
          a list of numbers is not a kind
          mlreg compares

      ✗ Degradation: 1 finding
        capital-gain
          check ✗ null_rate  baseline 0.1%
          current 12.4%  limit 5.0%
          12.4% of rows are empty, 124 times
          the baseline

        exit 1: drift, degradation
        reproduce: mlreg drift train.parquet
        week-46.parquet --policy classic
      "
    `)
  })

  test('neither cuts nor wraps in a pipe', async () => {
    expect(await renderText(sampleReport, pipe)).toMatchInlineSnapshot(`
      "  reference  train.parquet    14,155 rows × 15 columns
        current    week-46.parquet  34,687 rows × 15 columns

      ✗ Drift: 3 of 15 columns (classic: KS p < 0.01, PSI bands 0.1 / 0.2)
        column         verdict           KS D         p     PSI  reference  current    what changed
        education-num  ✗ major           0.71  < 1e-300    1.92  ▁▂█▄▂▁▁▁.  .▁▁▁▄▇▄▂.  median 9 → 13
        region         ✗ major           1.00         0       –                        missing in the current window
        occupation     ✗ moderate           –   3.2e-12    0.15  █▆▄▂.      ▅▆▄▂▃      “Gig-worker” is new: 15.0% of rows, 5,203 of them; “Craft-repair” fell from 40.0% to 25.0%
        age            ! minor           0.03   0.00420    0.01  ▃▆█▇▄      ▃▅█▇▅      mean 38.6 → 38.9, below the least effect
        capital-gain   ✓ stable        < 0.01     0.970  < 0.01  █▁▁▁▁      █▁▁▁▁
        embedding        not compared       –         –       –                        a list of numbers is not a kind mlreg compares

      ✗ Degradation: 1 finding
        column        check        baseline  current  limit  what
        capital-gain  ✗ null_rate      0.1%    12.4%   5.0%  12.4% of rows are empty, 124 times the baseline

        exit 1: drift, degradation
        reproduce: mlreg drift train.parquet week-46.parquet --policy classic
      "
    `)
  })

  test('says the same in ASCII', async () => {
    const text = await renderText(sampleReport, { ...plain, ascii: true })
    expect(text).toMatch(/^[\x20-\x7e\n]*$/)
    expect(text).toMatchInlineSnapshot(`
      "  reference  train.parquet    14,155 rows x 15 columns
        current    week-46.parquet  34,687 rows x 15 columns

      x Drift: 3 of 15 columns (classic: KS p < 0.01, PSI bands 0.1 / 0.2)
        column         verdict           KS D         p     PSI  reference  current
        education-num  x major           0.71  < 1e-300    1.92  :-@+-:::.  .:::+%+-.
          median 9 -> 13
        region         x major           1.00         0       -
          missing in the current window
        occupation     x moderate           -   3.2e-12    0.15  @#+-.      *#+-=
          "Gig-worker" is new: 15.0% of rows, 5,203 of them; "Craft-repair" fell from
          40.0% to 25.0%
        age            ! minor           0.03   0.00420    0.01  =#@%+      =*@%*
          mean 38.6 -> 38.9, below the least effect
        capital-gain   + stable        < 0.01     0.970  < 0.01  @::::      @::::
        embedding        not compared       -         -       -
          a list of numbers is not a kind mlreg compares

      x Degradation: 1 finding
        column        check        baseline  current  limit  what
        capital-gain  x null_rate      0.1%    12.4%   5.0%  12.4% of rows are empty,
                                                             124 times the baseline

        exit 1: drift, degradation
        reproduce: mlreg drift train.parquet week-46.parquet --policy classic
      "
    `)
  })

  test('shows hostile names harmlessly and in line', async () => {
    expect(await renderText(hostileReport, plain)).toMatchInlineSnapshot(`
      "  reference  train.parquet    14,155 rows × 15 columns
        current    week-46.parquet  34,687 rows × 15 columns

      ✗ Drift: 9 of 15 columns (classic: KS p < 0.01, PSI bands 0.1 / 0.2)
        column                                verdict           KS D         p     PSI
        education-num                         ✗ major           0.71  < 1e-300    1.92
          median 9 → 13
        region                                ✗ major           1.00         0       –
          missing in the current window
        occupation                            ✗ moderate           –   3.2e-12    0.15
          “Gig-worker” is new: 15.0% of rows, 5,203 of them; “Craft-repair” fell from
          40.0% to 25.0%
        age                                   ! minor           0.03   0.00420    0.01
          mean 38.6 → 38.9, below the least effect
        capital-gain                          ✓ stable        < 0.01     0.970  < 0.01
        embedding                               not compared       –         –       –
          a list of numbers is not a kind mlreg compares
        a\\u001b[31mred\\u0007                  ✓ stable          0.50     0.500    0.05
        pipe|\`code\`|</td>                     ✗ major           0.50     0.500    0.05
        x::error title=fake::y                ✓ stable          0.50     0.500    0.05
        100%0Aline\\u000abreak,colon:          ✗ major           0.50     0.500    0.05
        \\u0001\\u0000]]>\\ufffe"quoted"         ✓ stable          0.50     0.500    0.05
        right\\u202eleft\\u200bzero             ✗ major           0.50     0.500    0.05
        \\ud800lone                            ✓ stable          0.50     0.500    0.05
        年齢・収入                            ✗ major           0.50     0.500    0.05
        ก็ हिन्दी é                              ✓ stable          0.50     0.500    0.05
        👩‍💻 emoji 🫠                           ✗ major           0.50     0.500    0.05
        =HYPERLINK("x")                       ✓ stable          0.50     0.500    0.05
        @everyone #1 <!-- $x$ __init__ -->    ✗ major           0.50     0.500    0.05
        very_long_very_lon…y_long_name_200_x  ✓ stable          0.50     0.500    0.05

      ✗ Degradation: 1 finding
        column        check        baseline  current  limit  what
        capital-gain  ✗ null_rate      0.1%    12.4%   5.0%  12.4% of rows are empty,
                                                             124 times the baseline

        exit 1: drift, degradation
        reproduce: mlreg drift train.parquet week-46.parquet --policy classic
      "
    `)
  })

  test('cuts no name in a pipe', async () => {
    const text = await renderText(hostileReport, pipe)
    expect(text).toContain('very_long_'.repeat(19))
    expect(text).not.toContain('…')
  })

  test.each([1, 2, 3] as const)('colours what it says anyway at level %i', async colorLevel => {
    const text = await renderText(sampleReport, { ...plain, colorLevel })
    expect(text).toContain('\u001b[31m✗ major\u001b[39m')
    expect(text).toContain('\u001b[33m! minor\u001b[39m')
    expect(text).toContain('\u001b[32m✓ stable\u001b[39m')
    expect(stripVTControlCharacters(text)).toBe(await renderText(sampleReport, plain))
  })

  test('keeps within any width, without spaces at the ends of lines', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 20, max: 160 }), async width => {
        for (const report of [sampleReport, hostileReport]) {
          for (const line of (await renderText(report, { ...plain, width })).split('\n')) {
            expect(stringWidth(line)).toBeLessThanOrEqual(width)
            expect(line).toBe(line.trimEnd())
          }
        }
      }),
      { numRuns: 25 },
    )
  })

  test('lines columns up whatever the script', async () => {
    const lines = (await renderText(hostileReport, pipe)).split('\n')
    const verdicts = lines.filter(line => / {2}[✓✗] (stable|major) {2}/.test(line))
    expect(verdicts).toHaveLength(16)
    // Names are padded to the longest, so the widest gap starts where the shortest name ends.
    const starts = verdicts.map(line => stringWidth(line.slice(0, line.search(/[✓✗] (stable|major) {2}/))))
    expect(new Set(starts).size).toBe(1)
  })

  test('lists fields with values that do not fit below their labels', async () => {
    const report: Report = {
      ...sampleReport,
      document: [
        { type: 'fields', rows: [['a label longer than the terminal is wide', 'value one', 'two']] },
      ],
    }
    expect(await renderText(report, { ...plain, width: 24 })).toMatchInlineSnapshot(`
      "  a label longer than
        the terminal is wide
          value one
          two
      "
    `)
  })
})
