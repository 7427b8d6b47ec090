import { describe, expect, test } from 'vitest'
import { profiled } from '../profile/profiles.ts'
import { csv, expectSchema, file, range } from './files.ts'
import { driftJson, run } from './run.ts'

interface Bin {
  readonly bin: string
  readonly reference: number
  readonly current: number
  readonly contribution: number
  readonly residual: number
  readonly referenceRows: number
  readonly currentRows: number
  readonly adjustedPValue: number
  readonly filter: { readonly reference: string | null; readonly current: string | null }
}

interface Explained {
  readonly kind: string
  readonly absent: string | null
  readonly nearest: readonly string[]
  readonly change: string
  readonly statistic: { readonly value: number; readonly pValue: number | null } | null
  readonly shown: number
  readonly total: number
  readonly bins: readonly Bin[]
  readonly others: { readonly bins: number; readonly contribution: number } | null
  readonly quantiles: readonly {
    readonly level: number
    readonly reference: number | string
    readonly current: number | string
    readonly shift: number | null
    readonly low: number | null
    readonly high: number | null
  }[]
  readonly unseen: {
    readonly rows: number
    readonly total: number
    readonly values: readonly { value: string; rows: number }[]
  }
  readonly reproduce: string
}

async function explained(...words: readonly string[]): Promise<Explained> {
  const { exit, stdout, stderr } = await run('drift', 'explain', '--json', ...words)
  expect(exit, stderr).toBe(0)
  expectSchema('drift-explain', stdout)
  return JSON.parse(stdout) as Explained
}

const bike = [
  'fixtures/windows/bike-rental/reference.parquet',
  'fixtures/windows/bike-rental/current.parquet',
] as const

/** Every filter of every bin selects, in the window it is for, as many rows as the bin holds. */
async function expectRoundTrip(
  reference: string,
  current: string,
  column: string,
  ...options: readonly string[]
) {
  const { bins } = await explained(reference, current, column, '--limit=0', ...options)
  for (const bin of bins) {
    const { filter, referenceRows, currentRows } = bin
    expect([filter.reference, filter.current], bin.bin).not.toContain(null)
    const filters = [
      ...(referenceRows > 0 ? [`--reference-where=${filter.reference}`] : []),
      ...(currentRows > 0 ? [`--current-where=${filter.current}`] : []),
    ]
    const { exit, stdout, stderr } = await run(
      ...['drift', 'explain', reference, current, column, '--json', ...options],
      ...filters,
    )
    expect(exit, `${filters}: ${stderr}`).toBe(0)
    const found = JSON.parse(stdout)
    if (referenceRows > 0) expect(found.reference.rows, `${filter.reference}`).toBe(referenceRows)
    if (currentRows > 0) expect(found.current.rows, `${filter.current}`).toBe(currentRows)
  }
  return bins
}

describe('the rows of a bin are selected by its filter', () => {
  test.each([['windspeed'], ['weathersit'], ['holiday']])('%s of real data', async column => {
    await expectRoundTrip(...bike, column)
  })

  test('also by the filter of mlreg drift', async () => {
    const { bins } = await explained(...bike, 'weathersit')
    for (const { filter, currentRows } of bins) {
      const { current } = (await driftJson(...bike, `--current-where=${filter.current}`)) as unknown as {
        current: { rows: number }
      }
      expect(current.rows).toBe(currentRows)
    }
  })

  test('of extreme numbers', async () => {
    const values = [
      1e308, -1e308, 1.7976931348623157e308, 5e-324, -5e-324, -0, 0, 0.1, 0.30000000000000004, 1e-7, 1e21,
    ]
    const reference = csv({ x: range(120).map(i => values[i % values.length] as number) })
    const current = csv({
      x: [...range(90).map(i => values[(i * i) % values.length] as number), 'inf', '-inf', ''],
    })
    const bins = await expectRoundTrip(reference, current, 'x')
    expect(bins.map(({ bin }) => bin)).toEqual(expect.arrayContaining(['(null)', '(infinite)', '= 0']))
  })

  test('of integers past what doubles tell apart', async () => {
    const huge = (i: number) => `92233720368547${String(i * 7919).padStart(5, '0')}`
    const reference = file(`x\n${range(200).map(huge).join('\n')}\n`, 'csv')
    const current = file(`x\n${range(150, 60).map(huge).join('\n')}\n`, 'csv')
    await expectRoundTrip(reference, current, 'x')
  })

  test.each(
    ["it's", '"; DROP TABLE x; --', 'naïve 😀 column', '-dash', '$(touch x)', 'a.b', 'SELECT'].map(name => [
      name,
    ]),
  )('of hostile values under the name %s', async name => {
    const values = [
      "o'clock",
      '"',
      '\\',
      '--',
      '; DROP',
      '😀👩‍🔬',
      '\u202eevil',
      'NULL',
      '%',
      '(null)',
      ' ',
      '= 0',
    ]
    const reference = csv({ [name]: range(240).map(i => values[i % 11] as string) })
    const current = csv({ [name]: [...range(240).map(i => values[(i * 5) % 12] as string), ''] })
    const { bins } = await explained('--limit=0', '--', reference, current, name)
    expect(bins.length).toBe(13)
    for (const { bin, filter, currentRows } of bins) {
      // Rows of nothing but nulls are a window in which nothing can be compared.
      if (bin === '(null)' && filter.current?.includes('IS NULL')) continue
      const { current: window } = (await driftJson(
        reference,
        current,
        `--current-where=${filter.current}`,
      )) as unknown as { current: { rows: number } }
      expect(window.rows, `${filter.current}`).toBe(currentRows)
    }
  })

  test('of points in time, in a window of any type', async () => {
    const at = (i: number) => new Date(Date.UTC(2024, 0, 1) + i * 7_777_777).toISOString()
    const reference = csv({ t: range(300).map(i => at(i)) })
    const current = csv({ t: [...range(200).map(i => at(i * 2)), ''] })
    const bins = await expectRoundTrip(reference, current, 't')
    expect(bins[0]?.filter.current).toMatch(/^"t" < '2024-01-0\d [\d:.]+\+00'::TIMESTAMPTZ$/)
    const days = csv({ t: range(300).map(i => at(i * 40).slice(0, 10)) })
    await expectRoundTrip(days, csv({ t: range(300).map(i => at(i * 30).slice(0, 10)) }), 't')
  })

  test('of JSON lines whose type changed', async () => {
    const lines = (values: readonly unknown[]) =>
      file(values.map(x => `${JSON.stringify({ x })}\n`).join(''), 'jsonl')
    const reference = lines(range(100).map(i => i / 8))
    const current = lines([
      ...range(80).map(i => (i % 9 === 0 ? `n${i}` : String(i / 4))),
      null,
      { a: 1 },
      'NA',
      true,
    ])
    await expectRoundTrip(reference, current, 'x')
    await expectRoundTrip(reference, current, 'x', '--type=x=categorical')
  })

  test.each([['dec'], ['u64'], ['sec'], ['ns'], ['day'], ['time'], ['list'], ['bin'], ['inf'], ['null']])(
    'of columns of every type: %s',
    async column => {
      await expectRoundTrip('fixtures/formats/types.parquet', 'fixtures/formats/types.feather', column)
    },
  )

  test('of pooled categories, as long as a command line can hold them', async () => {
    const many = (n: number, length: number, fill = 'x') =>
      csv({ c: range(2 * n).map(i => `${i % n}`.padStart(length, fill)) })
    await expectRoundTrip(many(600, 4), many(700, 4), 'c')
    const { bins } = await explained(many(600, 90), many(600, 90, 'y'), 'c')
    expect(bins.filter(({ filter }) => filter.current === null)).toHaveLength(2)
    const { stdout } = await run('drift', 'explain', many(600, 4), many(700, 4), 'c')
    expect(Math.max(...stdout.split('\n').map(line => line.length))).toBeLessThan(1200)
  })

  test.each([
    ['hr', '--type=hr=categorical'],
    ['windspeed', '--type=windspeed=categorical'],
    ['weathersit', '--null-values=clear'],
  ])('of %s with %s', async (column, option) => {
    await expectRoundTrip(...bike, column, option)
  })

  test('and a filter of the window itself stays in force', async () => {
    const { bins } = await explained(...bike, 'temp', '--current-where=hr < 6 OR hr > 20 -- nights')
    expect(bins[0]?.filter.current).toMatch(/^\(hr < 6 OR hr > 20 -- nights\n\) AND /)
    const { stdout } = await run(
      'drift',
      'explain',
      ...bike,
      'temp',
      '--json',
      `--current-where=${bins[0]?.filter.current}`,
    )
    expect(JSON.parse(stdout).current.rows).toBe(bins[0]?.currentRows)
  })

  test('against a profile, whose numbers are rounded', async () => {
    const values = (seed: number) => range(4000).map(i => ((i * seed) % 4001) ** 1.37 / 3 - 5000)
    const profile = await profiled(csv({ x: values(17) }), '--max-bytes=400')
    const current = csv({ x: values(23).map(value => value * 1.1) })
    const { bins } = await explained(profile, current, 'x')
    expect(bins.length).toBeGreaterThan(5)
    for (const { filter, currentRows } of bins) {
      expect(filter.reference).toBeNull()
      if (currentRows === 0) continue
      const { stdout } = await run(
        'drift',
        'explain',
        profile,
        current,
        'x',
        '--json',
        `--current-where=${filter.current}`,
      )
      expect(JSON.parse(stdout).current.rows, filter.current ?? '').toBe(currentRows)
    }
  })
})

describe('agrees with mlreg drift', () => {
  test('bin by bin', async () => {
    const { drift } = await driftJson(...bike, '--policy=calibrated')
    for (const row of drift) {
      const { bins, statistic } = await explained(...bike, row.column, '--limit=0')
      expect(statistic?.value, row.column).toBeCloseTo(row.tests['psi-calibrated']?.statistic as number, 12)
      const where = new Map(row.where.map(bin => [bin.bin, bin]))
      expect([...where.keys()].sort()).toEqual(bins.map(({ bin }) => bin).sort())
      for (const bin of bins) {
        expect(where.get(bin.bin)).toMatchObject({ contribution: bin.contribution, residual: bin.residual })
      }
    }
  })

  test('every row of the drift table that was compared says where', async () => {
    for (const policy of ['calibrated', 'classic']) {
      const { drift } = await driftJson(...bike, `--policy=${policy}`)
      for (const { where, column } of drift) {
        expect(where.length, column).toBeGreaterThan(1)
        for (const bin of where) {
          expect(Object.keys(bin)).toEqual(['bin', 'reference', 'current', 'contribution', 'residual'])
        }
      }
    }
  })
})

describe('shows', () => {
  test('a picture that fits', async () => {
    for (const width of [60, 80, 120]) {
      const { stdout } = await run('drift', 'explain', ...bike, 'weathersit', `--width=${width}`)
      for (const line of stdout
        .split('\n')
        .filter(one => !one.includes('-where') && !one.includes('fixtures/')))
        expect(line.length, line).toBeLessThanOrEqual(width)
      expect(stdout).toMatch(/█+▄+/)
      expect(stdout).toMatch(/█+▀+/)
    }
  })

  test('the same in ASCII', async () => {
    const { stdout } = await run('drift', 'explain', ...bike, 'weathersit', '--ascii')
    expect(stdout).toMatch(/@+\++/)
    expect(stdout).toMatch(/@+-+/)
    expect(/^[\n\x20-\x7e]*$/.test(stdout)).toBe(true)
  })

  test('every format', async () => {
    const md = await run('drift', 'explain', ...bike, 'temp', '--format=md')
    expect(md.stdout).toContain('| **&lt; 0.52** | `')
    expect(md.stdout).toContain('```sh\n--current-where')
    const table = await run('drift', 'explain', ...bike, 'temp', '--format=csv')
    const [head, first] = table.stdout.split('\n')
    expect(head).toMatch(/^table,name,reference,current,shift,/)
    expect(first).toMatch(/^bin,< 0\.52,0\.08/)
    expect((await run('drift', 'explain', ...bike, 'temp', '--quiet')).stdout).toBe('')
  })

  test('unseen categories, the most frequent first', async () => {
    const reference = csv({ plan: range(200).map(i => (i % 2 ? 'a' : 'b')) })
    const current = csv({
      plan: [...range(100).map(i => (i % 2 ? 'a' : 'b')), ...range(60).map(i => (i < 40 ? '🦊' : 'z'))],
    })
    const { unseen, change } = await explained(reference, current, 'plan')
    expect(unseen).toMatchObject({
      rows: 60,
      total: 2,
      values: [
        { value: '🦊', rows: 40 },
        { value: 'z', rows: 20 },
      ],
    })
    expect(change).toContain('2 new values')
  })

  test('how many bins there are, and what the others come to', async () => {
    const reference = csv({ c: range(900).map(i => `v${i % 30}`) })
    const current = csv({ c: range(900).map(i => `v${(i * i) % 30}`) })
    const { shown, total, bins, others, statistic } = await explained(reference, current, 'c', '--limit=5')
    expect([shown, total, others?.bins]).toEqual([5, 30, 25])
    const sum = bins.reduce((so, bin) => so + bin.contribution, others?.contribution ?? 0)
    expect(sum).toBeCloseTo(statistic?.value as number, 12)
    const { stdout } = await run('drift', 'explain', reference, current, 'c', '--limit=5')
    expect(stdout).toContain('showing 5 of 30 bins')
  })

  test('points in time as ISO 8601, differences in seconds', async () => {
    const day = (i: number) => new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10)
    const { kind, quantiles, change, bins } = await explained(
      csv({ t: range(100).map(day) }),
      csv({ t: range(100, 10).map(day) }),
      't',
    )
    expect(kind).toBe('datetime')
    expect(quantiles.find(({ level }) => level === 0.25)).toMatchObject({
      shift: 864_000,
      reference: '2024-01-25T18:00:00Z',
    })
    expect(change).toBe('median 2024-02-19T12:00Z → 2024-02-29T12:00Z')
    expect(bins[0]?.bin).toMatch(/^< 2024-01-\d\d$/)
  })

  test('a window of one row, and windows that share nothing', async () => {
    const one = await explained(csv({ x: [1] }), csv({ x: [2] }), 'x')
    expect(one.statistic).toMatchObject({ pValue: null })
    expect(one.quantiles.every(({ low, high }) => low === null && high === null)).toBe(true)
    const apart = await explained(csv({ x: range(50) }), csv({ x: range(50, 1000) }), 'x')
    expect(apart.bins.at(-1)).toMatchObject({ currentRows: 50, current: 1 })
    const text = await explained(
      csv({ c: range(60).map(() => 'a') }),
      csv({ c: range(60).map(() => 'b') }),
      'c',
    )
    expect(text.bins.map(({ bin, currentRows }) => [bin, currentRows])).toEqual([
      ['a', 0],
      ['(1 unseen value)', 60],
    ])
  })

  test('a column all of nulls, and one whose values are not compared', async () => {
    const gone = await explained(
      csv({ x: range(50) }),
      csv({ x: range(50).map(() => ''), y: range(50) }),
      'x',
    )
    expect(gone.change).toBe('0% → 100% of rows are null')
    const lines = (of: (i: number) => unknown) =>
      file(
        range(30)
          .map(i => `${JSON.stringify({ x: of(i), y: 1 })}\n`)
          .join(''),
        'jsonl',
      )
    const nested = await explained(
      lines(i => [i]),
      lines(i => (i % 2 ? [i] : null)),
      'x',
    )
    expect(nested).toMatchObject({ kind: 'nested', change: '0% → 50.0% of rows are null' })
    expect(nested.bins.map(({ bin, currentRows }) => [bin, currentRows])).toEqual([
      ['(any value)', 15],
      ['(null)', 15],
    ])
  })
})

describe('notes', () => {
  const note = async (...words: readonly string[]) =>
    (await explained(...words)) as unknown as { notes: string[]; compares: string }

  test('that values could not be read', async () => {
    const words = csv({ x: [...range(60), 'oops', 'n/k'] })
    expect(await note(csv({ x: range(60) }), words, 'x')).toEqual(
      expect.objectContaining({
        compares: 'values',
        notes: ['2 values of the current window are not numeric and counted as null, e.g. oops, n/k'],
      }),
    )
  })

  test('that the gate leaves a column out', async () => {
    const day = csv({ t: range(40).map(i => `2024-01-${String(1 + (i % 28)).padStart(2, '0')}`) })
    const id = csv({ t: range(200).map(i => `id${i}`) })
    expect((await note(day, day, 't')).notes[0]).toMatch(/^mlreg drift does not compare it: a point in time/)
    expect((await note(id, id, 't')).notes[0]).toMatch(/identifier or free text: 200 values in 200 rows/)
  })

  test('that a profile of other values tells only whether there are any', async () => {
    const [numbers, words] = [csv({ x: range(50) }), csv({ x: range(50).map(i => `w${i % 5}`) })]
    const { notes, compares } = await note(numbers, await profiled(words), 'x')
    expect(compares).toBe('presence')
    expect(notes).toEqual([
      'mlreg drift does not compare it: the current window holds text',
      'only whether there is a value is told apart here',
    ])
    const { stdout } = await run('drift', 'explain', numbers, await profiled(words), 'x')
    expect(stdout).not.toContain('✓')
  })
})

test('a settings file says how columns are read and at what level', async () => {
  const settings = file('[drift]\nalpha = 0.01\ntypes = { hr = "categorical" }\n', 'toml')
  const { kind, reproduce } = await explained(...bike, 'hr', `--config=${settings}`)
  expect(kind).toBe('categorical')
  expect(reproduce).toMatch(/ --alpha 0.01 --type hr=categorical$/)
})

describe('a column that is not there', () => {
  test('in one window is an answer', async () => {
    const pair = [
      'fixtures/windows/renamed-column/reference.csv',
      'fixtures/windows/renamed-column/current.csv',
    ] as const
    const before = await explained(...pair, 'support_calls')
    expect(before).toMatchObject({ absent: 'current', nearest: ['supportCalls'], bins: [], statistic: null })
    const after = await explained(...pair, 'supportCalls')
    expect(after).toMatchObject({ absent: 'reference', nearest: ['support_calls'] })
    const { stdout } = await run('drift', 'explain', ...pair, 'support_calls')
    expect(stdout).toContain('✗ support_calls: absent from the current window')
    expect(stdout).toContain('Was it renamed? Only the current window has: supportCalls.')
  })

  test('in neither is none', async () => {
    const { exit, stderr } = await run('drift', 'explain', ...bike, 'wethersit')
    expect(exit).toBe(2)
    expect(stderr).toBe(
      'mlreg: neither window has a column "wethersit"\nhint: the nearest are weathersit, bikers, weekday\n',
    )
    expect((await run('drift', 'explain', ...bike, 'temp', '--type=nope=numeric')).exit).toBe(2)
    expect((await run('drift', 'explain', '-', '-', 'temp')).exit).toBe(2)
  })
})

test('the last line gives the same answer again', async () => {
  const { reproduce } = await explained(
    ...bike,
    'temp',
    '--limit=3',
    '--alpha=0.01',
    '--current-where=hr > 12',
  )
  expect(reproduce).toBe(
    `mlreg drift explain ${bike.join(' ')} temp --limit 3 --alpha 0.01 --current-where 'hr > 12'`,
  )
  const words = csv({ '-x': range(20) })
  expect((await explained('--', words, words, '-x')).reproduce).toBe(
    `mlreg drift explain -- ${words} ${words} -x`,
  )
})
