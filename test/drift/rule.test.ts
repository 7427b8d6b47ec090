import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { columnRule, conditionOn, holds, type Operator, parseRule, rulesFor } from '../../src/drift/rule.ts'
import { MlregError } from '../../src/errors.ts'

const only = (text: string) => parseRule(text).conditions[0]

describe('the grammar of rules', () => {
  test.each([
    ['psi > 0.25', undefined],
    ['age: psi > 0.3', 'age'],
    ['age:psi>0.3', 'age'],
    ['first name: psi > 0.3', 'first name'],
    ['a:b:c: psi > 0.3', 'a:b:c'],
    ['city::: psi > 0.3', 'city::'],
    ['bread and butter: psi > 0.3', 'bread and butter'],
    ['ks.p < 0.01: psi > 0.3', 'ks.p < 0.01'],
    ['x and y > 1: psi > 0.3', 'x and y > 1'],
    ['col.p: psi > 0.3', 'col.p'],
    ['größe: psi > 0.3', 'größe'],
    ['年齢 😀: psi > 0.3', '年齢 😀'],
    ['two\nlines: psi > 0.3', 'two\nlines'],
    ['  age  :  psi  >  0.3  ', 'age'],
    ['" age ": psi > 0.3', ' age '],
    ['" a\\tb ": psi > 0.3', ' a\tb '],
    [String.raw`"say \"hi\"" : psi > 0.3`, 'say "hi"'],
    ['"age: psi > 0.3": psi > 0.3', 'age: psi > 0.3'],
    ['"": psi > 0.3', ''],
    ['"half: psi > 0.3', '"half'],
    ['"one" and "two": psi > 0.3', '"one" and "two"'],
    [String.raw`"no \q JSON": psi > 0.3`, String.raw`"no \q JSON"`],
  ])('%j is for column %j', (text, column) => {
    const rule = parseRule(text)
    expect(rule.column).toBe(column)
    expect(rule.conditions).toHaveLength(1)
    expect(rule.conditions[0].measure).toBe('psi')
    expect(rule.text).toBe(text.trim())
  })

  test.each([
    ['ks.p < 0.001', { measure: 'ks', figure: 'pValue', operator: '<', limit: 0.001 }],
    ['KS.P <= 0.001', { measure: 'ks', figure: 'pValue', operator: '<=', limit: 0.001 }],
    ['ks.pValue<1', { measure: 'ks', figure: 'pValue', operator: '<', limit: 1 }],
    ['ks.tieAwarePValue < 1', { figure: 'tieAwarePValue' }],
    ['ks > 0.1', { measure: 'ks', figure: 'statistic', operator: '>', limit: 0.1 }],
    ['wasserstein.normalized >= 0.2', { measure: 'wasserstein', figure: 'normalized', operator: '>=' }],
    ['Jensen-Shannon > .5', { measure: 'jensen-shannon', figure: 'statistic', limit: 0.5 }],
    ['null_rate > 1e-3', { measure: 'null_rate', limit: 0.001 }],
    ['psi > 1.', { limit: 1 }],
    ['psi > +2E+1', { limit: 20 }],
    ['r2 < -0.5', { measure: 'r2', limit: -0.5 }],
  ])('%s', (text, condition) => expect(only(text)).toMatchObject(condition))

  test('conditions are joined by and, whatever its case and the space around it', () => {
    const { column, conditions } = parseRule('a and b: ks.p < 0.01 AND psi > 0.1\n and\ttvd>0.2')
    expect(column).toBe('a and b')
    expect(conditions.map(({ measure, limit }) => [measure, limit])).toEqual([
      ['ks', 0.01],
      ['psi', 0.1],
      ['tvd', 0.2],
    ])
  })

  test.each([
    '',
    'psi',
    'psi 0.3',
    'psi = 0.3',
    'psi == 0.3',
    'psi > ',
    '> 0.3',
    'psi > x',
    'psi > 1e',
    'psi > 0x10',
    'psi > 1,5',
    'psi > NaN',
    'psi > Infinity',
    'psi > 0.1 and',
    'and psi > 0.1',
    'psi > 0.1 or ks > 0.1',
    'psi > 0.1 ks > 0.1',
    ': psi > 0.3',
    ' : psi > 0.3',
    'age psi > 0.3',
    'psi. > 0.3',
    '.p > 0.3',
    '1psi > 0.3',
  ])('%j is no rule', text => {
    expect(() => parseRule(text)).toThrow(expect.objectContaining({ code: 'usage' }))
    expect(() => parseRule(text)).toThrow(MlregError)
  })

  test('any column name that has no edge of spaces or quotes comes back as it was', () => {
    const name = fc
      .string({ minLength: 1, unit: 'binary' })
      .filter(text => text === text.trim() && text !== '' && !text.startsWith('"'))
    fc.assert(
      fc.property(name, column => {
        expect(parseRule(`${column}: psi > 0.3`)).toMatchObject({ column, conditions: [{ limit: 0.3 }] })
      }),
    )
  })

  test('any column name at all comes back from the rule that is written for it', () => {
    const name = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom('"', '\\', ' ', ':', 'a', '\n', '\u2028', 'psi > 1', '\ud800') }),
    )
    fc.assert(
      fc.property(name, column => {
        const text = columnRule(column, 'psi > 0.3')
        expect(parseRule(text)).toMatchObject({ column, conditions: [{ limit: 0.3 }], text })
        expect(text).not.toMatch(/[\p{Cc}\p{Cs}]/u)
      }),
      { numRuns: 500 },
    )
    expect(columnRule('first name', 'psi > 0.3')).toBe('first name: psi > 0.3')
    expect(columnRule('a:b, "c"', 'psi > 0.3')).toBe('a:b, "c": psi > 0.3')
    expect(columnRule('one\ntwo', 'psi > 0.3')).toBe('"one\\ntwo": psi > 0.3')
  })
})

describe('holds', () => {
  test.each<[number | undefined, Operator, boolean]>([
    [1, '<', false],
    [0.999, '<', true],
    [1, '<=', true],
    [1, '>', false],
    [1.001, '>', true],
    [1, '>=', true],
    [Number.POSITIVE_INFINITY, '>', true],
    [Number.NEGATIVE_INFINITY, '<', true],
    ...(['<', '<=', '>', '>='] as const).flatMap((operator): [number | undefined, Operator, boolean][] => [
      [Number.NaN, operator, false],
      [undefined, operator, false],
    ]),
  ])('%d %s 1 is %s', (value, operator, expected) => {
    expect(holds(value, { measure: 'psi', figure: 'statistic', operator, limit: 1 })).toBe(expected)
  })
})

describe('which rules decide', () => {
  const own = [parseRule('ks.p < 0.01'), parseRule('psi > 0.2')]
  const all = parseRule('psi > 0.25')
  const age = parseRule('age: psi > 0.3')
  const texts = (measure: string, column: string, ...user: readonly string[]) =>
    rulesFor(measure, column, user.map(parseRule), own).map(({ text }) => text)

  test('the rule for the column, else the rule for all, else the policy’s', () => {
    expect(rulesFor('psi', 'age', [all, age], own)).toEqual([age])
    expect(rulesFor('psi', 'income', [all, age], own)).toEqual([all])
    expect(rulesFor('psi', 'income', [age], own)).toEqual([own[1]])
    expect(rulesFor('ks', 'age', [all, age], own)).toEqual([own[0]])
  })

  test('several rules for one measure all count', () => {
    expect(texts('psi', 'x', 'psi > 0.5', 'psi < 0.01')).toEqual(['psi > 0.5', 'psi < 0.01'])
  })

  test('a rule decides for every test that it names, in any order', () => {
    expect(texts('ks', 'x', 'psi > 0.1 and ks.p < 0.01')).toEqual(['psi > 0.1 and ks.p < 0.01'])
    expect(texts('ks', 'x', 'ks.p < 0.01 and psi > 0.1')).toEqual(['ks.p < 0.01 and psi > 0.1'])
    expect(texts('psi', 'x', 'ks.p < 0.01 and psi > 0.1')).toEqual(['ks.p < 0.01 and psi > 0.1'])
  })

  test('a column’s name is compared to the letter', () => {
    expect(texts('psi', 'Age', 'age: psi > 0.3')).toEqual(['psi > 0.2'])
  })

  test('the limit shown for a test is the one that the rule sets for it', () => {
    const rule = parseRule('psi > 0.1 and ks.p < 0.01')
    expect([
      conditionOn('ks', rule).limit,
      conditionOn('psi', rule).limit,
      conditionOn('tvd', rule).limit,
    ]).toEqual([0.01, 0.1, 0.1])
  })
})
