import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { SaxesParser } from 'saxes'
import { describe, expect, test } from 'vitest'
import { csv, expectSchema, file, range } from './files.ts'
import { run } from './run.ts'

const formats = ['text', 'json', 'md', 'csv', 'junit', 'github'] as const

const names = [
  'plain',
  'pipe|d',
  'a::b,c',
  '<script>&amp;</script>',
  ']]>',
  'quo"te\'s',
  'back\\slash`tick`',
  '\u0001bell\u0007',
  '\u001b[31mred',
  '\u009b31mred',
  'two\nlines',
  'tab\tbed',
  '漢字の列',
  '😀👩‍👩‍👧',
  'rtl \u202eevil',
  'e\u0301 combined',
  '%0A::error::x',
  '$(touch pwned)',
  '-dash',
  'x'.repeat(300),
]

/** Every name is a column of numbers that drifts, and a value of one column of categories. */
const numbers = (shift: number) => Object.fromEntries(names.map(name => [name, range(80, shift)]))
const reference = csv({ ...numbers(0), kind: range(80).map(i => (i % 2 ? 'a' : 'b')) })
const current = csv({ ...numbers(500), kind: range(80).map(i => names[i % 18] ?? '') })

const render = async (format: string) => (await run('drift', reference, current, '--format', format)).stdout

describe('hostile names and values', () => {
  test.each(formats)('in %s give the same bytes each time, and no terminal obeys them', async format => {
    const text = await render(format)
    expect(text.length).toBeGreaterThan(500)
    expect(await render(format)).toBe(text)
    expect(text).not.toContain('> 100%')
    // CSV is for programs, and hands on what the data holds.
    if (format === 'csv') return
    // biome-ignore lint/suspicious/noControlCharactersInRegex: their absence is the point
    expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/)
  })

  test('come back whole from JSON', async () => {
    const text = await render('json')
    expectSchema('drift', text)
    const { drift } = JSON.parse(text)
    const columns = drift.map((row: { column: string }) => row.column).sort()
    expect(columns).toEqual([...names, 'kind'].sort())
    const bins = drift.find((row: { column: string }) => row.column === 'kind').where
    expect(bins.map((bin: { bin: string }) => bin.bin)).toEqual(expect.arrayContaining(names.slice(0, 18)))
  })

  test('are one test case each in JUnit', async () => {
    const cases: string[] = []
    const parser = new SaxesParser()
    parser.on('opentag', ({ name, attributes }) => {
      if (name === 'testcase') cases.push(String(attributes.name))
    })
    parser.on('error', error => {
      throw error
    })
    parser.write(await render('junit')).close()
    expect(cases).toHaveLength(new Set(cases).size)
    expect(cases.length).toBeGreaterThan(names.length)
  })

  test('are one line each for GitHub: no name starts a command of its own', async () => {
    const lines = (await render('github')).split('\n').filter(line => line !== '')
    expect(lines.filter(line => line.startsWith('::error')).length).toBeGreaterThan(0)
    for (const line of lines.filter(line => line.startsWith('::')))
      expect(line).toMatch(/^::(error|warning|notice|group|endgroup)\b/)
  })

  test('are one row each of a Markdown table', async () => {
    const rows = (await render('md')).split('\n').filter(line => line.startsWith('|'))
    const pipes = rows.map(row => row.replaceAll('\\|', '').split('|').length)
    expect([...new Set(pipes.slice(0, names.length + 2))]).toHaveLength(1)
  })

  test('are as many cells each in CSV', async () => {
    const again = file(await render('csv'), 'csv')
    const { drift } = JSON.parse((await run('drift', again, again, '--json')).stdout)
    expect(drift.map((row: { column: string }) => row.column).sort()).toEqual(
      [...(readFileSync(again, 'utf8').split('\n')[0] ?? '').trim().split(',')].sort(),
    )
  })
})

describe('the reproduce line', () => {
  const options = [
    ...['--columns', 'pipe|d,a::b\\,c', '--rule', 'a::b,c: psi > 0.3', '--fail-share', '0.5'],
    ...['--fail-on', 'drift', '--test', 'ks,psi'],
  ]

  test.each([[options], [['--exclude', 'quo"te\'s,$(touch pwned),two\nlines,back\\\\slash`tick`']]])(
    'means the same to a shell: %#',
    async words => {
      const first = await run('drift', reference, current, '--json', ...words)
      const { reproduce } = JSON.parse(first.stdout)
      const script = `mlreg() { printf '%s\\0' "$@"; }; ${reproduce}`
      const argv = execFileSync('bash', ['--norc', '-c', script], { encoding: 'utf8' })
        .split('\0')
        .slice(0, -1)
      const second = await run(...argv, '--json')
      expect(second).toEqual(first)
    },
  )
})
