import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const script = 'fixtures/golden/simulate-evidence.mjs'

interface Simulated {
  readonly prose: string
  readonly pairs: number
  readonly rows: readonly { what: string; truth: string; letter: number; evidence: number }[]
}

function read(page: string): Simulated {
  const pairs = Number(/In (\d+) simulated pairs/.exec(page)?.[1])
  const rows = page
    .split('\n')
    .map(line => line.split(' | ').map(cell => cell.replace(/^\| | \|$/g, '')))
    .filter(cells => cells.length === 6 && /\d%$/.test(cells[5] ?? ''))
    .map(([what = '', truth = '', , letter, evidence]) => ({
      what,
      truth,
      letter: Number.parseFloat(String(letter)) / 100,
      evidence: Number.parseFloat(String(evidence)) / 100,
    }))
  return { prose: page.replace(/\d+ simulated/, '').replace(/[\d.]+% \|/g, '|'), pairs, rows }
}

test('the page is what the script writes, and its rates are those of any other windows', () => {
  const page = read(readFileSync(`${root}/docs/evidence.md`, 'utf8'))
  const short = read(execFileSync(process.execPath, [script, 'short', '40'], { cwd: root, encoding: 'utf8' }))
  expect(short.prose).toBe(page.prose)
  expect(page.rows.length).toBeGreaterThan(15)
  for (const [i, { what, truth, letter, evidence }] of page.rows.entries()) {
    const other = short.rows[i]
    // Four standard errors of the short run, and one window.
    const near = (share: number) => 4 * Math.sqrt((share * (1 - share)) / short.pairs) + 1 / short.pairs
    expect(Math.abs((other?.letter ?? 9) - letter), what).toBeLessThanOrEqual(near(letter))
    expect(Math.abs((other?.evidence ?? 9) - evidence), what).toBeLessThanOrEqual(near(evidence))
    const error = Math.sqrt((0.05 * 0.95) / page.pairs)
    if (truth === 'limit') expect(evidence, what).toBeLessThanOrEqual(0.05 + 3 * error)
    if (truth === 'fine' && !what.startsWith('any')) expect(evidence, what).toBeLessThanOrEqual(0.05)
    if (truth !== 'broken') expect(evidence, what).toBeLessThan(letter)
  }
}, 120_000)
