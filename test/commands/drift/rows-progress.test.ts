import { expect, test } from 'vitest'
import { rowsProgress } from '../../../src/commands/drift/rows-progress.ts'

/** What is said of 50,000,000 rows of two columns, read and measured at one speed that takes so many seconds in all. */
function said(seconds: number) {
  const lines: string[] = []
  let time = 0
  const progress = { say: (what: string) => lines.push(what), end: () => {} }
  const shown = rowsProgress(progress, 'comparing', { rows: 50_000_000, columns: 2 }, () => time)
  for (let step = 1; step <= 100; step++) {
    time = step * 10 * seconds
    if (step <= 50) shown.read(1_000_000, 2)
    else if (step % 25 === 0) shown.measured(50_000_000)
  }
  return lines
}

test('rows done and the time left, once there is something to go by', () => {
  const lines = said(100)
  expect(lines[0]).toBe('comparing: 500,000 of 50,000,000 rows')
  expect(lines[4]).toBe('comparing: 2,500,000 of 50,000,000 rows, about 2 min left')
  expect(lines[49]).toBe('comparing: 25,000,000 of 50,000,000 rows, about 50 s left')
  expect(lines.slice(50)).toEqual([
    'comparing: 37,500,000 of 50,000,000 rows, about 25 s left',
    'comparing: 50,000,000 of 50,000,000 rows',
  ])
})

test('long runs in minutes and hours', () => {
  expect(said(2400).at(19)).toBe('comparing: 10,000,000 of 50,000,000 rows, about 32 min left')
  expect(said(40_000).at(1)).toBe('comparing: 1,000,000 of 50,000,000 rows, about 11 h left')
})

test('the time left is honest: at one speed, it is off by what it is rounded by', () => {
  for (const [i, line] of said(100).slice(0, 50).entries()) {
    const [, amount, unit] = /about (\d+) (s|min) left$/.exec(line) ?? []
    if (amount === undefined) continue
    const left = Number(amount) * (unit === 's' ? 1 : 60)
    expect(Math.abs(left - (99 - i))).toBeLessThanOrEqual(unit === 's' ? 5 : 30)
  }
})

test('a short run says nothing of the time left', () => {
  expect(said(1.9).every(line => !line.includes('left'))).toBe(true)
})
