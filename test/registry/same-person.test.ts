import { expect, test } from 'vitest'
import { isSamePerson } from '../../src/registry/same-person.ts'

test.each([
  ['ann', ' ANN '],
  ['Ann Lee', 'ann\u00a0  lee'],
  ['ann', 'ann\u200b'],
  ['ann', '\u202eann'],
  ['ann', '\uff41nn'],
  ['Ren\u00e9', 'Rene\u0301'],
  ['Ann Lee <ann@example.com>', 'A. Lee <ANN@example.com>'],
  ['Ann Lee <ann@example.com>', 'ann lee'],
  ['ann@example.com', 'Ann Lee <ann@example.com>'],
])('%j and %j are one person', (a, b) => {
  expect(isSamePerson(a, b)).toBe(true)
  expect(isSamePerson(b, a)).toBe(true)
})

test.each([
  ['ann', 'anna'],
  ['Ann Lee <ann@example.com>', 'Ann Lee <lee@example.com>'],
  ['Ann <a@example.com>', 'ben'],
  ['<a@example.com>', '<b@example.com>'],
])('%j and %j are two people', (a, b) => {
  expect(isSamePerson(a, b)).toBe(false)
  expect(isSamePerson(b, a)).toBe(false)
})
