import fc from 'fast-check'
import { expect, test } from 'vitest'
import { evaluationData } from '../../src/gate/evaluation-data.ts'
import type { Evidence } from '../../src/gate/evidence.ts'

type Logged = readonly (readonly [context: string, digest: string])[]

const evidence = (data: Logged) =>
  ({ data: data.map(([context, digest]) => ({ context, digest })) }) as unknown as Evidence

const verdict = (a: Logged, b: Logged) => evaluationData(evidence(a), evidence(b), false).verdict

test.each<[Logged, Logged, string]>([
  [[['test', 'A']], [['test', 'A']], 'same'],
  [[['Test', 'A']], [['test', 'A']], 'same'],
  [[['test', 'A']], [['test', 'B']], 'different'],
  [[['test', 'A']], [['evaluation', 'A']], 'same'],
  [[['test', 'A']], [['evaluation', 'B']], 'different'],
  [
    [
      ['test', 'A'],
      ['validation', 'B'],
    ],
    [['test', 'A']],
    'same',
  ],
  [
    [
      ['test', 'A'],
      ['validation', 'B'],
    ],
    [
      ['test', 'A'],
      ['validation', 'C'],
    ],
    'different',
  ],
  [
    [
      ['test', 'A'],
      ['test', 'B'],
    ],
    [['test', 'A']],
    'different',
  ],
  [
    [
      ['test', 'A'],
      ['test', 'B'],
    ],
    [
      ['test', 'B'],
      ['test', 'A'],
    ],
    'same',
  ],
  [[['training', 'A']], [['test', 'A']], 'one-sided'],
  [
    [
      ['training', 'X'],
      ['holdout', 'A'],
    ],
    [
      ['training', 'Y'],
      ['holdout', 'A'],
    ],
    'same',
  ],
  [[], [], 'unknown'],
])('%j beside %j: %s', (a, b, expected) => {
  expect(verdict(a, b)).toBe(expected)
})

test('either may come first, and in any order', () => {
  const logged = fc.array(
    fc.tuple(fc.constantFrom('test', 'validation', 'training'), fc.constantFrom('A', 'B')),
    { maxLength: 4 },
  )
  fc.assert(
    fc.property(logged, logged, (a, b) => {
      expect(verdict(b, a)).toBe(verdict(a, b))
      expect(verdict([...a].reverse(), b)).toBe(verdict(a, b))
      expect(verdict(a, a)).not.toBe('different')
    }),
  )
})
