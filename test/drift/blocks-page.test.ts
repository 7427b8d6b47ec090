import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const script = 'fixtures/golden/simulate-blocks.mjs'

function read(page: string) {
  const pairs = Number(/In (\d+) simulated pairs/.exec(page)?.[1])
  const rows = page
    .split('\n')
    .map(line => line.split('|').map(cell => cell.trim()))
    .filter(cells => /^[\d.]+%$/.test(cells.at(-2) ?? ''))
    .map(([, what = '', windows = '', effect, ...rates]) => ({
      what: `${what}, ${windows}`,
      effect: Number(effect),
      rates: rates.slice(0, -1).map(rate => Number.parseFloat(rate) / 100),
    }))
  const prose = page.replace(/\d+ simulated/, '').replace(/ [\d.]+%? (?=\|)/g, ' ')
  return { prose, pairs, rows }
}

test('the page is what the script writes, and its rates are those of any other windows', () => {
  const page = read(readFileSync(`${root}/docs/blocks.md`, 'utf8'))
  const short = read(execFileSync(process.execPath, [script, '40'], { cwd: root, encoding: 'utf8' }))
  expect(short.prose).toBe(page.prose)
  expect(page.rows).toHaveLength(10)
  for (const [i, { what, effect, rates }] of page.rows.entries()) {
    for (const [k, rate] of rates.entries()) {
      // Four standard errors of the short run, of a rate that is no smaller than chance shows, and one window.
      const likely = Math.max(rate, 0.01)
      const near = 4 * Math.sqrt((likely * (1 - likely)) / short.pairs) + 1 / short.pairs
      expect(Math.abs((short.rows[i]?.rates[k] ?? 9) - rate), what).toBeLessThanOrEqual(near)
    }
    const [, none = 1, toleratedByRows = 0, tolerated = 1, , drift = 0] = rates
    // With blocks at most 5% alarm, with no drift and, but for the case that the page names, with a tolerated one.
    expect(none, what).toBeLessThanOrEqual(0.05)
    expect(tolerated, what).toBeLessThanOrEqual(what.startsWith('ten categories') ? 0.09 : 0.05)
    if (effect > 1.3) expect(toleratedByRows, what).toBeGreaterThan(2 * tolerated)
    expect(drift, what).toBeGreaterThan(0.15)
  }
}, 120_000)
