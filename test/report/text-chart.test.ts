import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ChartBlock, Report } from '../../src/report/report.ts'
import { renderText } from '../../src/report/text.ts'

const style = { colorLevel: 0, width: 40, ascii: false } as const

async function drawn(
  points: readonly (readonly [x: number, y: number])[],
  more: object = {},
): Promise<string> {
  const chart: ChartBlock = {
    type: 'chart',
    points: points.map(([x, y]) => ({ x, y })),
    ends: [String(points[0]?.[0]), String(points.at(-1)?.[0])],
    label: 'step',
  }
  const report: Report = {
    data: { schema: 'mlreg.metric/1' },
    document: [chart],
    records: { columns: [], rows: [] },
    checks: [],
    verdict: 'ok',
  }
  return await renderText(report, { ...style, ...more })
}

test('a falling line from corner to corner', async () => {
  expect(
    await drawn(
      [
        [0, 12],
        [12, 0],
      ],
      { ascii: true, width: 20 },
    ),
  ).toBe(
    `  12 +*
     | *
     |  *
     |   *
     |    *
     |     *
   6 +      **
     |        *
     |         *
     |          *
     |           *
     |            *
   0 +             *
     +--------------
      0   step    12
`,
  )
})

test('eight dots a character where there is more than ASCII', async () => {
  const lines = (
    await drawn([
      [0, 0],
      [1, 1],
    ])
  ).split('\n')
  expect(lines[0]).toMatch(/^ {4}1 ┤ +⢀[⠀-⣿]+$/)
  expect(lines[12]).toMatch(/^ {4}0 ┤[⠀-⣿]+$/)
  expect(lines[13]).toBe(`      └${'─'.repeat(33)}`)
})

describe('what is no number', () => {
  const points = [
    [0, 1],
    [1, Number.NaN],
    [2, 3],
    [3, Number.POSITIVE_INFINITY],
    [4, Number.NEGATIVE_INFINITY],
  ] as const

  test('is a cross on the axis or an arrow at the edge, and a gap', async () => {
    const text = await drawn(points)
    expect(text.split('\n')[0]).toContain('▲')
    expect(text.split('\n')[12]).toContain('▼')
    expect(text.split('\n')[13]).toMatch(/^ +└─+×─+$/)
    // Two single points: nothing joins them.
    expect(text.match(/[⠁-⣿]/g)).toHaveLength(2)
    expect(await drawn(points, { ascii: true })).toMatch(/^[\x20-\x7e\n]*$/)
  })

  test('may be all there is', async () => {
    const text = await drawn(
      [
        [0, Number.NaN],
        [5, Number.NaN],
      ],
      { ascii: true, width: 20 },
    )
    expect(text).toContain('x')
    expect(text).not.toMatch(/NaN|undefined|Infinity/)
  })
})

test('one point, and points of one value, are in the middle', async () => {
  expect((await drawn([[7, 0.5]], { ascii: true })).split('\n')[6]).toMatch(/^ +0\.5 \+ +\*$/)
  expect(
    (
      await drawn(
        [
          [1, 3],
          [9, 3],
        ],
        { ascii: true, width: 30 },
      )
    ).split('\n')[6],
  ).toMatch(/^ +3 \+\*+$/)
})

test('any points fit any terminal, and never an undefined in it', async () => {
  const value = fc.oneof(fc.double(), fc.constantFrom(Number.MAX_VALUE, -Number.MAX_VALUE, 5e-324, 0, -0))
  const points = fc.array(fc.tuple(fc.maxSafeInteger(), value), { minLength: 1, maxLength: 30 })
  const columns = fc.constantFrom(30, 80, 120, Infinity)
  await fc.assert(
    fc.asyncProperty(points, columns, fc.boolean(), async (some, width, ascii) => {
      const text = await drawn(some, { width, ascii })
      const lines = text.split('\n')
      expect(lines).toHaveLength(16)
      for (const line of lines.slice(0, 14))
        expect([...line].length).toBeLessThanOrEqual(Math.min(width, 80) === 80 && width !== 120 ? 80 : width)
      expect(text).not.toMatch(/undefined|NaN|null/)
    }),
    { numRuns: 150 },
  )
})
