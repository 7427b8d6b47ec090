import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { csv, expectSchema, file, range } from '../drift/files.ts'
import { driftJson, run } from '../drift/run.ts'
import { bytesOf, fresh, merged, profiled, profileJson } from './profiles.ts'

const scattered = (i: number) => Math.sin(i * 1.7) * 10 ** (i % 5)

/** A window of every kind of column, `rows` long, from a place in one endless table. */
function window(rows: number, from = 0): string {
  const of = (make: (i: number) => string | number) => range(rows, from).map(make)
  return csv({
    number: of(scattered),
    few: of(i => i % 7),
    gaps: of(i => (i % 3 === 0 ? '' : i / 8)),
    word: of(i => `w${i % 9}`),
    flag: of(i => (i % 4 === 0 ? 'true' : 'false')),
    day: of(i => `2024-03-${String(1 + (i % 28)).padStart(2, '0')} 12:00:00`),
    name: of(i => `customer ${i}`),
  })
}

/** Without what the order of a window's rows tells, which a profile has not kept. */
function withoutOrder(rows: readonly object[]): unknown {
  const order = ['tau', 'effectiveRows']
  return JSON.parse(JSON.stringify(rows, (key, value) => (order.includes(key) ? undefined : value)))
}

describe('mlreg profile FILE', () => {
  test('shows what is in a window, in text and as a document', async () => {
    const path = window(400)
    const { exit, stdout } = await run('profile', path)
    expect(exit).toBe(0)
    expect(stdout).toMatch(/number +numeric +0 +400 /)
    const json = await run('profile', path, '--json')
    expectSchema('profile', json.stdout)
    const document = await profileJson(path)
    expect(document).toMatchObject({ rows: 400, written: null })
    const [number, , gaps, word, flag, day, name] = document.columns
    const values = range(400).map(scattered)
    const mean = values.reduce((sum, value) => sum + value, 0) / 400
    expect(number).toMatchObject({
      kind: 'numeric',
      nulls: 0,
      distinct: 400,
      min: Math.min(...values),
      error: 0,
    })
    expect(number?.mean).toBeCloseTo(mean, 8)
    expect(gaps).toMatchObject({ nulls: 134, distinct: 266 })
    expect(word).toMatchObject({ kind: 'categorical', distinct: 9, pooledRows: 0, mean: null })
    expect(flag).toMatchObject({ kind: 'boolean', distinct: 2 })
    expect(day).toMatchObject({ kind: 'datetime', min: '2024-03-01T12:00:00Z', max: '2024-03-28T12:00:00Z' })
    expect(name).toMatchObject({ distinct: 400, pooledRows: 400, pooledCategories: 400, error: 1 })
  })

  test('takes the columns, kinds and rows it is told to', async () => {
    const path = window(100)
    const words = ['--columns', 'few,word,number', '--type', 'few=categorical', '--where', "word = 'w1'"]
    const document = await profileJson(path, ...words)
    expect(document.columns.map(({ column, kind, rows }) => [column, kind, rows])).toEqual([
      ['number', 'numeric', 11],
      ['few', 'categorical', 11],
      ['word', 'categorical', 11],
    ])
    const rest = await profileJson(path, '--exclude', 'few,gaps,word,flag,day', '--type', 'name=ignore')
    expect(rest.columns.map(({ column }) => column)).toEqual(['number'])
  })

  test.each([
    [['no-such.csv'], /does not exist/],
    [['%', '--columns', 'nubmer'], /the window has no column "nubmer"\nhint: did you mean number\?/],
    [['%', '--output', '-'], /is not written to standard output\nhint: name a file/],
    [['%', '--min-count', '0'], /whole number above 0/],
    [['%', '--output', '/no/such/place/a.profile'], /cannot write .*: there is no such directory/],
    [['%', '--exclude', 'number,few,gaps,word,flag,day,name'], /no column is left to profile/],
    [['merge', '%'], /is not a profile\nhint: mlreg profile FILE -o PROFILE writes one/],
  ])('%j cannot be answered', async (words, message) => {
    const path = window(20)
    const { exit, stdout, stderr } = await run('profile', ...words.map(word => (word === '%' ? path : word)))
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' })
    expect(stderr).toMatch(message)
  })
})

describe('a profile', () => {
  test('is written whole, says so, and shows what the window shows', async () => {
    const [path, target] = [window(300), fresh()]
    const raw = await profileJson(path)
    const { stdout } = await run('profile', path, '-o', target, '--json')
    const { written, columns } = JSON.parse(stdout)
    expect(written).toEqual({ path: target, bytes: bytesOf(target).length })
    expect(columns).toEqual(raw.columns)
    expect((await profileJson(target)).columns).toEqual(raw.columns)
    expect((await profileJson(target)).limits).toEqual(raw.limits)
  })

  test('has the same bytes for the same rows, in whatever order and format', async () => {
    const [path] = [window(2000)]
    const [header = '', ...lines] = readFileSync(path, 'utf8').trimEnd().split('\n')
    const reversed = file([header, ...lines.reverse()].map(line => `${line}\n`).join(''), 'csv')
    const first = bytesOf(await profiled(path))
    expect(bytesOf(await profiled(path))).toEqual(first)
    expect(bytesOf(await profiled(reversed))).toEqual(first)
    expect(bytesOf(await profiled(await profiled(path)))).toEqual(first)
    const formats = [
      'fixtures/formats/snappy.parquet',
      'fixtures/formats/zstd.parquet',
      'fixtures/formats/gzip.parquet',
    ]
    const [snappy, ...others] = await Promise.all(formats.map(async each => bytesOf(await profiled(each))))
    for (const other of others) expect(other).toEqual(snappy)
  })

  test('takes the place of either window', async () => {
    const [before, after] = [window(500), window(500, 10_000)]
    const raw = await driftJson(before, after)
    const [reference, current] = [
      await profiled(before, '--min-count', '1'),
      await profiled(after, '--min-count', '1'),
    ]
    for (const pair of [
      [reference, after],
      [before, current],
      [reference, current],
    ] as const) {
      const found = await driftJson(...pair)
      // Text is one distinct value a row on either side; a point in time is not compared.
      expect(withoutOrder(found.drift)).toEqual(withoutOrder(raw.drift))
      expect(found.degradation).toEqual(raw.degradation)
    }
    const { stdout } = await run('drift', reference, after, '--json')
    expectSchema('drift', stdout)
    expect(JSON.parse(stdout).reference).toMatchObject({ source: reference, format: 'profile', rows: 500 })
  })

  test('has no rows: filters, other kinds and quality say so', async () => {
    const path = window(60)
    const profile = await profiled(path)
    const refused = async (...words: readonly string[]) =>
      (await run('drift', profile, path, ...words)).stderr
    expect(await refused('--reference-where', 'few = 1')).toMatch(
      /is a profile: it has no rows that a filter could keep/,
    )
    expect(await refused('--type', 'word=numeric')).toMatch(
      /holds word as categorical, not as numeric\nhint: .*--type word=numeric/,
    )
    expect((await run('profile', profile, '--where', 'few = 1')).stderr).toMatch(
      /has no rows for --where to read/,
    )
    const { warnings, drift } = await driftJson(profile, path, '--target', 'few', '--prediction', 'flag')
    expect(warnings).toEqual(['quality was not compared: the reference is a profile, which has no rows'])
    expect(drift.find(({ column }) => column === 'few')).toMatchObject({
      kind: 'categorical',
      verdict: 'stable',
    })
  })

  test('compares numbers by category when asked to, as the window does', async () => {
    const [before, after] = [window(200), window(200, 77)]
    const words = ['--type', 'few=categorical', '--columns', 'few'] as const
    const raw = await driftJson(before, after, ...words)
    const found = await driftJson(await profiled(before), after, ...words)
    expect(withoutOrder(found.drift)).toEqual(withoutOrder(raw.drift))
  })

  test('of another kind than the current column is a change of type', async () => {
    const numbers = csv({ a: range(50), b: range(50) })
    const words = csv({ a: range(50).map(i => `x${i % 3}`), b: range(50) })
    const { degradation } = await driftJson(await profiled(numbers), await profiled(words))
    expect(degradation[0]).toMatchObject({
      column: 'a',
      check: 'type_changed',
      degraded: true,
      message: '"a" was integer and is text: a profile does not tell which of its values can be read as that',
    })
  })
})

describe('mlreg profile merge', () => {
  test('gives, to the byte, the profile of all rows', async () => {
    const parts = [window(700), window(300, 700), window(2000, 1000)]
    const whole = window(3000)
    for (const limits of [[], ['--max-bytes', '2000']]) {
      const columns = ['--exclude', 'name', ...limits]
      const profiles = await Promise.all(parts.map(part => profiled(part, ...columns)))
      const expected = bytesOf(await profiled(whole, ...columns))
      expect(bytesOf(await merged(profiles, ...limits))).toEqual(expected)
      expect(bytesOf(await merged(profiles.toReversed(), ...limits))).toEqual(expected)
      const two = await merged(profiles.slice(0, 2), ...limits)
      expect(bytesOf(await merged([two, profiles[2] as string], ...limits))).toEqual(expected)
    }
  })

  test('also of rare categories, when the parts name them', async () => {
    const parts = [window(700), window(300, 700)]
    const profiles = await Promise.all(parts.map(part => profiled(part, '--min-count', '1')))
    expect(bytesOf(await merged(profiles))).toEqual(bytesOf(await profiled(window(1000))))
  })

  test('warns where a part did not name them', async () => {
    const profiles = await Promise.all([window(70), window(70, 70)].map(part => profiled(part)))
    const { exit, stderr } = await run('profile', 'merge', ...profiles)
    expect(exit).toBe(0)
    expect(stderr).toMatch(
      /^warning: 1 column \(name\) had rare categories pooled in a part: .*--min-count 1\n$/,
    )
  })

  test('counts the rows of a window that lacks a column as nulls', async () => {
    const [one, two] = [csv({ a: range(30), b: range(30) }), csv({ a: range(20) })]
    const { columns } = await profileJson('merge', await profiled(one), await profiled(two))
    expect(columns).toMatchObject([
      { column: 'a', rows: 50, nulls: 0 },
      { column: 'b', rows: 50, nulls: 20 },
    ])
  })

  test('refuses columns of two kinds, and private profiles', async () => {
    const [numbers, words] = [csv({ a: range(30) }), csv({ a: range(30).map(i => `x${i}`) })]
    const kinds = await run('profile', 'merge', await profiled(numbers), await profiled(words))
    expect(kinds).toMatchObject({
      exit: 2,
      stderr: expect.stringMatching(/column a is numeric in one profile and categorical in another/),
    })
    const hidden = await run(
      'profile',
      'merge',
      await profiled(numbers, '--private'),
      await profiled(numbers),
    )
    expect(hidden).toMatchObject({
      exit: 2,
      stderr: expect.stringMatching(/a private profile cannot be merged/),
    })
  })
})

describe('what a profile does not tell', () => {
  const secrets = csv({
    word: [
      ...range(95).map(i => (i % 2 ? 'common' : 'usual')),
      ...range(4).map(() => 'rare-secret'),
      'single-secret',
    ],
    wage: [...range(99).map(i => 1000 + (i % 9)), 987_654_321],
  })
  const holds = (path: string, text: string) => bytesOf(path).includes(text)
  /** A double as its eight bytes. */
  const holdsNumber = (path: string, value: number) =>
    bytesOf(path).includes(Buffer.from(Float64Array.of(value).buffer))

  test('categories of too few rows', async () => {
    const profile = await profiled(secrets)
    expect(holds(profile, 'common')).toBe(true)
    expect(holds(profile, 'secret')).toBe(false)
    expect((await profileJson(profile)).columns[0]).toMatchObject({
      distinct: 4,
      pooledRows: 5,
      pooledCategories: 2,
    })
    expect(holds(await profiled(secrets, '--min-count', '4'), 'rare-secret')).toBe(true)
    expect(holds(await profiled(secrets, '--min-count', '4'), 'single-secret')).toBe(false)
    const stricter = await profiled(await profiled(secrets, '--min-count', '1'), '--min-count', '60')
    expect(holds(stricter, 'common')).toBe(false)
  })

  test('extremes and numbers of too few rows, when private', async () => {
    const open = await profiled(secrets)
    expect(holdsNumber(open, 987_654_321)).toBe(true)
    const profile = await profiled(secrets, '--private')
    expect(holdsNumber(profile, 987_654_321)).toBe(false)
    const [, wage] = (await profileJson(profile)).columns
    expect(wage).toMatchObject({ min: null, max: null })
    expect(wage?.p99).toBeLessThan(2000)
    expect(wage?.error).toBeGreaterThan(0)
    expect(wage?.mean).toBeGreaterThan(9_000_000)
  })

  test('anything of a private column with fewer values than that', async () => {
    const few = csv({ a: range(40), b: range(40).map(i => (i < 4 ? i * 1.25 : '')) })
    const [, b] = (await profileJson(await profiled(few, '--private'))).columns
    expect(b).toMatchObject({ nulls: 36, distinct: 0, mean: null, p50: null, max: null })
  })
})

describe('the size of a profile', () => {
  test('of 25 columns is below 1 MB, and its error as small as that allows', async () => {
    const rows = 60_000
    const number = (column: number) => (i: number) =>
      (Math.sin(i * (column + 1.3)) * 10 ** ((i * (column + 7)) % 4)).toFixed(9)
    const columns = range(25).map(column =>
      range(rows).map(i =>
        column < 20 ? number(column)(i) : `category ${(i * i) % (100 * 7 ** (column - 20))}`,
      ),
    )
    const names = range(25).map(column => `c${column}`)
    const lines = [names, ...range(rows).map(i => columns.map(column => column[i]))].map(
      cells => `${cells.join(',')}\n`,
    )
    const path = file(lines.join(''), 'csv')
    const target = await profiled(path, ...range(5).flatMap(i => ['--type', `c${20 + i}=categorical`]))
    expect(bytesOf(target).length).toBeLessThanOrEqual(1_000_000)
    expect(bytesOf(target).length).toBeGreaterThan(400_000)
    const document = await profileJson(target)
    for (const { column, kind, error } of document.columns) {
      if (kind === 'numeric') expect(error, String(column)).toBeLessThan(0.01)
    }
  }, 60_000)
})

describe('a file that is no profile, or no longer', () => {
  const good = async () => bytesOf(await profiled(window(120)))
  const reading = async (bytes: Uint8Array) => {
    const path = fresh()
    writeFileSync(path, bytes)
    return await run('drift', path, window(40))
  }

  test('is refused where a byte has changed, wherever that is', async () => {
    const bytes = await good()
    for (let at = 3; at < bytes.length; at += Math.ceil(bytes.length / 60)) {
      const changed = Buffer.from(bytes)
      changed[at] = (changed[at] as number) ^ (1 << (at % 8))
      const { exit, stderr } = await reading(changed)
      expect(exit, `byte ${at}`).toBe(2)
      expect(stderr).toMatch(/^mlreg: (?!internal error)/)
    }
  })

  test('is refused where it ends early', async () => {
    const bytes = await good()
    for (const share of [0.1, 0.5, 0.9, 0.999]) {
      const { exit, stderr } = await reading(bytes.subarray(0, Math.floor(share * bytes.length)))
      expect(exit).toBe(2)
      expect(stderr).toMatch(/^mlreg: (?!internal error)/)
    }
  })

  test('is refused when a later mlreg wrote it', async () => {
    const bytes = await good()
    for (
      let at = bytes.indexOf('mlreg.profile/1');
      at !== -1;
      at = bytes.indexOf('mlreg.profile/1', at + 1)
    ) {
      bytes.write('mlreg.profile/2', at)
    }
    expect(await reading(bytes)).toMatchObject({
      exit: 2,
      stderr: expect.stringMatching(
        /is a profile of a newer format, mlreg\.profile\/2\nhint: this version reads mlreg\.profile\/1/,
      ),
    })
  })

  test('is not left behind half-written', async () => {
    const target = fresh()
    const { exit } = await run('profile', file('a,b\n', 'csv'), '-o', target)
    expect(exit).toBe(2)
    expect(existsSync(target)).toBe(false)
  })
})
