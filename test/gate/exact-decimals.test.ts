import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { judgeRules } from '../../src/gate/judge-rules.ts'
import type { Store } from '../../src/store/store.ts'
import { newStore } from '../store/new-store.ts'
import { newVersion, now } from './versions.ts'

let store: Store
beforeAll(async () => {
  store = await newStore()
})
afterAll(() => store.close())

// Ten-thousandths; a change of them, and the champion times a factor of hundredths, are whole millionths.
const figure = fc.integer({ min: -20_000, max: 20_000 })
const operator = fc.constantFrom('>=', '>', '<=', '<', '=', '!=')
const change = fc.oneof(
  fc.constant({ kind: '' as const, by: 0 }),
  fc.record({ kind: fc.constantFrom('+', '-'), by: fc.integer({ min: 0, max: 3_000 }) }),
  fc.record({ kind: fc.constantFrom('+%', '-%', '*'), by: fc.integer({ min: 0, max: 200 }) }),
)

type Change = { readonly kind: string; readonly by: number }

/** The champion's figure after the change in millionths, without rounding. */
function boundOf(champion: number, { kind, by }: Change): bigint {
  const [figure, amount] = [BigInt(champion), BigInt(by)]
  const size = figure < 0n ? -figure : figure
  if (kind === '*') return figure * amount
  if (kind === '+%') return figure * 100n + size * amount
  if (kind === '-%') return figure * 100n - size * amount
  return figure * 100n + (kind === '-' ? -1n : 1n) * amount * 100n
}

function written({ kind, by }: Change): string {
  if (kind === '') return 'champion'
  if (kind === '*') return `champion * ${by / 100}`
  return kind.endsWith('%') ? `champion ${kind[0]} ${by}%` : `champion ${kind} ${by / 1e4}`
}

function holds(value: bigint, how: string, bound: bigint): boolean {
  if (how === '=') return value === bound
  if (how === '!=') return value !== bound
  return how[0] === '>'
    ? value > bound || (how === '>=' && value === bound)
    : value < bound || (how === '<=' && value === bound)
}

test('a rule is judged as exact arithmetic with decimals judges it', () => {
  const one = fc.record({ champion: figure, change, operator, off: fc.integer({ min: -2, max: 2 }) })
  fc.assert(
    fc.property(fc.array(one, { minLength: 200, maxLength: 200 }), cases => {
      const exact = cases.map(({ champion, change, off }) => {
        const bound = boundOf(champion, change)
        return { bound, value: bound + BigInt(off) }
      })
      const metrics = (of: (i: number) => number) => Object.fromEntries(cases.map((_, i) => [`m${i}`, of(i)]))
      const candidate = newVersion(store, { metrics: metrics(i => Number(exact[i]?.value) / 1e6) })
      const against = newVersion(store, { metrics: metrics(i => (cases[i]?.champion ?? 0) / 1e4) })
      const rules = cases.map(({ operator, change }, i) => `m${i} ${operator} ${written(change)}`)
      const judged = judgeRules(store, candidate, { rules, champion: { against, warnings: [] }, nowMs: now })
      const expected = exact.map(({ value, bound }, i) => holds(value, cases[i]?.operator ?? '', bound))
      expect(judged.rules.map(({ rule, passed }) => [rule, passed])).toEqual(
        rules.map((rule, i) => [rule, expected[i]]),
      )
      expect(judged.verdict).toBe(expected.every(Boolean) ? 'pass' : 'fail')
    }),
    { numRuns: 20 },
  )
})
