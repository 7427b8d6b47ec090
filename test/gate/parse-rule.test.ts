import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MlregError } from '../../src/errors.ts'
import { parseRule } from '../../src/gate/parse-rule.ts'
import { facts } from '../../src/gate/rule.ts'

const metric = (key: string) => ({ kind: 'metric', key })

const read: readonly (readonly [string, object])[] = [
  ['auc >= 0.85', { subject: metric('auc'), operator: '>=', bound: { kind: 'number', value: 0.85 } }],
  ['auc>=.85', { subject: metric('auc'), operator: '>=', bound: { kind: 'number', value: 0.85 } }],
  ['loss < -1e-3', { subject: metric('loss'), operator: '<', bound: { kind: 'number', value: -0.001 } }],
  ['accuracy ≥ 85%', { operator: '>=', bound: { kind: 'number', value: 0.85 } }],
  ['accuracy == 1', { operator: '=', bound: { kind: 'number', value: 1 } }],
  ['metrics.auc > 0', { subject: metric('auc'), name: 'auc' }],
  ['val/f1-score:micro.x != 0', { subject: metric('val/f1-score:micro.x'), operator: '!=' }],
  ['"val auc" > 0', { subject: metric('val auc') }],
  ['`drift.share` > 0', { subject: metric('drift.share') }],
  ["'card' > 0", { subject: metric('card') }],
  ['"a""b" > 0', { subject: metric('a"b') }],
  ['metrics."champion * 2">0', { subject: metric('champion * 2') }],
  ['champion >= champion', { subject: metric('champion'), bound: { kind: 'champion' } }],
  [
    'auc >= champion+0.02',
    { bound: { kind: 'champion', change: { kind: 'difference', by: 0.02, text: '+ 0.02' } } },
  ],
  [
    'auc >= champion - 0.01',
    { bound: { kind: 'champion', change: { kind: 'difference', by: -0.01, text: '- 0.01' } } },
  ],
  [
    'auc >= Champion * 1.02',
    { bound: { kind: 'champion', change: { kind: 'factor', by: 1.02, text: '* 1.02' } } },
  ],
  [
    'auc >= champion - 2 %',
    { bound: { kind: 'champion', change: { kind: 'percent', by: -0.02, text: '- 2%' } } },
  ],
  [
    'auc >= champion * 102%',
    { bound: { kind: 'champion', change: { kind: 'factor', by: 1.02, text: '* 102%' } } },
  ],
  [
    'params.rows >= 1000',
    { subject: { kind: 'param', key: 'rows' }, bound: { kind: 'number', value: 1000 }, name: 'params.rows' },
  ],
  ['params.share >= 10%', { bound: { kind: 'number', value: 0.1 } }],
  ['tags.release = 3.2.1', { bound: { kind: 'text', text: '3.2.1' } }],
  [
    'tags.integration_test = passed',
    { subject: { kind: 'tag', key: 'integration_test' }, bound: { kind: 'text', text: 'passed' } },
  ],
  ['tags.schema = 2026-05-01', { bound: { kind: 'text', text: '2026-05-01' } }],
  ['tags."a b" != "c d"', { subject: { kind: 'tag', key: 'a b' }, bound: { kind: 'text', text: 'c d' } }],
  ['tags.features = champion', { bound: { kind: 'champion' } }],
  ['tags.role = "champion"', { bound: { kind: 'text', text: 'champion' } }],
  [
    'model.bytes <= 100MB',
    { subject: { kind: 'model', key: 'bytes' }, bound: { kind: 'number', value: 1e8 } },
  ],
  ['model.bytes <= 1.5 GiB', { bound: { kind: 'number', value: 1.5 * 2 ** 30 } }],
  ['model.bytes <= champion * 1.5', { bound: { kind: 'champion' } }],
  ['drift.verdict = ok', { subject: { kind: 'drift', key: 'verdict' }, bound: { kind: 'text', text: 'ok' } }],
  ['drift.age <= 7d', { subject: { kind: 'drift', key: 'age' }, bound: { kind: 'number', value: 604_800 } }],
  ['drift.notcompared = 0', { subject: { kind: 'drift', key: 'notCompared' }, name: 'drift.notCompared' }],
  ['drift.share < 30%', { bound: { kind: 'number', value: 0.3 } }],
]

test.each(read)('%s', (text, expected) => {
  expect(parseRule(text)).toMatchObject({ kind: 'comparison', text, ...expected })
})

test.each(facts.map(fact => [fact]))('%s stands alone', fact => {
  expect(parseRule(` ${fact} `)).toEqual({ kind: 'fact', fact, name: fact, text: fact })
})

type Refused = readonly [text: string, column: number, message: RegExp, hint?: RegExp]
const refused: readonly Refused[] = [
  ['', 1, /metric is missing/],
  ['  >= 1', 3, /metric is missing/],
  ['auc', 4, /operator is missing/],
  ['val auc >= 1', 5, /operator is missing/, /in quotes/],
  ['auc => 1', 5, /no operator/, /did you mean >=/],
  ['auc ~ 1', 5, /no operator/],
  ['auc >=', 7, /number is missing/],
  ['auc >= high', 8, /"high" is no number/, /champion/],
  ['auc >= champions', 8, /no number/],
  ['auc >= champion 0.02', 17, /too much/],
  ['auc >= champion +', 18, /number is missing/],
  ['auc >= champion + -0.02', 19, /number is missing/],
  ['auc >= champion / 2', 17, /too much/],
  ['auc >= 1.02 * champion', 8, /champion comes first/, /auc >= champion \* 1\.02/],
  ['0.85 <= auc', 1, /begins with 0\.85/],
  ['auc >= 0.8 and f1 > 0.7', 12, /"and" is too much/, /a rule of its own/],
  ['latency_ms <= 20ms', 17, /no unit "ms"/],
  ['auc >= 1e999', 8, /too large/],
  ['"auc >= 1', 1, /not closed/],
  ['"" >= 1', 1, /name is missing/],
  ['tags. = 1', 6, /key is missing/],
  ['tags.a < b', 10, /no order/],
  ['drift.verdit = ok', 1, /no "drift\.verdit"/, /did you mean drift\.verdict/],
  ['drift.verdict = fine', 17, /no "fine"/],
  ['drift.verdict > ok', 17, /no order/],
  ['drift.age <= 7', 14, /length of time/],
  ['drift.age <= 7 parsecs', 16, /length of time/],
  ['drift.share < champion', 15, /not with the champion/],
  ['data.trainig', 1, /no "data\.trainig"/, /data\.training/],
  ['model.size < 3', 1, /no "model\.size"/],
  ['same-data = true', 11, /stands alone/],
  ['💥 > 1', 1, /metric is missing/],
  ['é💥 > 1', 2, /operator is missing/],
]

test.each(refused.map(one => [one[0], one] as const))('%s is refused', (_, [text, column, message, hint]) => {
  const error = errorOf(text)
  expect(error).toMatchObject({ code: 'usage', at: { source: text, column } })
  expect(error.message).toMatch(message)
  if (hint !== undefined) expect(error.hint).toMatch(hint)
})

test('a rule that was printed in any spacing is the same rule', () => {
  const quoted = fc.string({ minLength: 1 }).filter(name => name.trim() !== '')
  const names = fc.oneof(
    fc
      .stringMatching(/^[a-z_][a-z0-9_/-]*$/)
      .filter(name => !(facts as readonly string[]).includes(name))
      .map(name => [name, name] as const),
    quoted.map(name => [`"${name.replaceAll('"', '""')}"`, name] as const),
    quoted.map(name => [`\`${name.replaceAll('`', '``')}\``, name] as const),
  )
  const operators = fc.constantFrom('>=', '>', '<=', '<', '=', '!=')
  const size = fc.double({ min: 0, max: 1e9, noNaN: true }).map(Math.abs)
  const spaces = fc.constantFrom('', ' ', '\t  ')
  const bounds = fc.oneof(
    size.map(value => [String(value), { kind: 'number', value }] as const),
    fc.tuple(fc.constantFrom('+', '-', '*'), size).map(([sign, by]) => {
      const kind = sign === '*' ? 'factor' : 'difference'
      const change = { kind, by: sign === '-' ? -by : by, text: `${sign} ${by}` }
      return [`champion${sign}${by}`, { kind: 'champion', change }] as const
    }),
  )
  fc.assert(
    fc.property(names, operators, bounds, spaces, ([written, key], operator, [bound, expected], space) => {
      const rule = parseRule(`${space}${written}${space}${operator}${space}${bound}${space}`)
      expect(rule).toMatchObject({ subject: { kind: 'metric', key }, operator, bound: expected })
    }),
  )
})

test('whatever is typed is a rule, or an error that points into it', () => {
  const pieces = fc.constantFrom(
    'auc',
    'champion',
    '>=',
    '<',
    '=',
    '+',
    '*',
    '%',
    '0.5',
    '1e9',
    '"',
    '`',
    ' ',
    '.',
    'tags.',
    'drift.',
    'age',
    'same-data',
    '7d',
    'é',
    '💥',
    '\n',
  )
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(pieces, { maxLength: 12 }).map(all => all.join('')),
  )
  fc.assert(
    fc.property(texts, text => {
      try {
        expect(parseRule(text).text).toBe(text.trim())
      } catch (error) {
        if (!(error instanceof MlregError)) throw error
        expect(error.code).toBe('usage')
        expect(error.at?.column).toBeGreaterThanOrEqual(1)
        expect(error.at?.column).toBeLessThanOrEqual([...text].length + 1)
      }
    }),
    { numRuns: 1_000 },
  )
})

function errorOf(text: string): MlregError {
  try {
    throw new Error(`was understood: ${JSON.stringify(parseRule(text))}`)
  } catch (error) {
    if (error instanceof MlregError) return error
    throw error
  }
}
