import { expect, test } from 'vitest'
import type { ModelEvent } from '../../src/registry/model-events.ts'
import { stageStack, stateAt } from '../../src/registry/stage-history.ts'

type Parts = readonly [action: string, version: number, from: string | null, to: string | null, more?: object]

/** One event a minute, from minute 1 on. */
function told(...all: readonly Parts[]): ModelEvent[] {
  return all.map(([action, version, from, to, more = {}], i) => ({
    ...{ timeMs: (i + 1) * 60_000, actor: 'ann', action, name: 'churn', version, from, to },
    ...{ reason: null, forced: false, refused: null, evidence: null, more: {}, ...more },
  }))
}

const stack = (...all: readonly Parts[]) => stageStack(told(...all), 'P')

test('promotions push, whatever makes room', () => {
  expect(stack()).toEqual([])
  expect(
    stack(
      ['promote', 5, 'N', 'P'],
      ['archive', 5, 'P', 'A'],
      ['promote', 6, 'N', 'P'],
      ['archive', 6, 'P', 'A'],
      ['promote', 5, 'A', 'P'],
    ),
  ).toEqual([5, 6, 5])
})

test('rollbacks pop down to where they return to', () => {
  const three: Parts[] = [
    ['promote', 5, 'N', 'P'],
    ['promote', 6, 'N', 'P'],
    ['promote', 7, 'N', 'P'],
  ]
  expect(stack(...three, ['archive', 7, 'P', 'A'], ['rollback', 6, 'A', 'P'])).toEqual([5, 6])
  expect(stack(...three, ['rollback', 6, 'A', 'P'], ['rollback', 5, 'A', 'P'])).toEqual([5])
  expect(stack(...three, ['rollback', 6, 'A', 'P'], ['promote', 8, 'N', 'P'])).toEqual([5, 6, 8])
  // Past what was deleted meanwhile.
  expect(stack(...three, ['delete', 6, 'A', null], ['rollback', 5, 'A', 'P'])).toEqual([5])
  // Of a stage whose beginnings are not recorded.
  expect(stack(['rollback', 3, 'A', 'P'])).toEqual([3])
})

test('what leaves by itself is off', () => {
  expect(stack(['promote', 5, 'N', 'P'], ['promote', 6, 'N', 'P'], ['promote', 6, 'P', 'N'])).toEqual([5])
  expect(stack(['promote', 5, 'N', 'P'], ['promote', 6, 'N', 'P'], ['promote', 5, 'P', 'N'])).toEqual([6])
  expect(stack(['promote', 5, 'P', 'N'])).toEqual([])
})

test('what was refused, wished or elsewhere does not count', () => {
  expect(
    stack(
      ['promote', 5, 'N', 'P', { refused: 'no' }],
      ['approve', 5, null, 'P'],
      ['baseline', 5, null, 'P'],
      ['promote', 5, 'N', 'S'],
    ),
  ).toEqual([])
  expect(stack(['register', 1, null, 'P'], ['import', 2, null, 'P'])).toEqual([1, 2])
})

test('the state at a moment is that after the last event until then', () => {
  const events = told(
    ['register', 1, null, 'N'],
    ['alias', 1, null, null, { more: { alias: 'a' } }],
    ['promote', 1, 'N', 'P'],
    ['register', 2, null, 'N'],
    ['promote', 2, 'N', 'P', { refused: 'no' }],
    ['archive', 1, 'P', 'A'],
    ['promote', 2, 'N', 'P', { forced: true }],
    ['alias', 2, null, null, { more: { alias: 'a' } }],
    ['unalias', 2, null, null, { more: { alias: 'a' } }],
    ['delete', 1, 'A', null],
  )
  const at = (minutes: number) => {
    const { stages, aliases } = stateAt(events, minutes * 60_000)
    const where = [...stages].map(
      ([version, { stage, sinceMs }]) => `${version} ${stage} ${sinceMs / 60_000}`,
    )
    return [...where, ...[...aliases].map(([alias, version]) => `@${alias} ${version}`)]
  }
  expect(at(0.99)).toEqual([])
  expect(at(1)).toEqual(['1 N 1'])
  expect(at(3)).toEqual(['1 P 3', '@a 1'])
  expect(at(5)).toEqual(['1 P 3', '2 N 4', '@a 1'])
  expect(at(7)).toEqual(['1 A 6', '2 P 7', '@a 1'])
  expect(at(8)).toEqual(['1 A 6', '2 P 7', '@a 2'])
  expect(at(99)).toEqual(['2 P 7'])
})
