import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseFilter } from '../../src/search/parse-filter.ts'
import type { Store } from '../../src/store/store.ts'
import { draws, randomNumbers } from '../random.ts'
import { type PlainRun, passes } from './evaluate.ts'
import { clock, now, search, storeWith } from './stored-runs.ts'

// Few values of each kind, so that filters hit and miss about as often.
const metricValues = [
  0,
  -0,
  1,
  -1.5,
  0.5,
  1e300,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
]
const texts = ['0.5', '1', '1.0', '-1.5', 'abc', 'ABC', 'äöü', 'a%c', "it's", '', '日本', '1abc']
const statuses = ['RUNNING', 'FINISHED', 'FAILED']

const { uniform } = randomNumbers(17)
const pick = <Value>(values: readonly Value[]): Value =>
  values[Math.floor(uniform() * values.length)] as Value
const some = <Value>(keys: readonly string[], value: () => Value): Record<string, Value> =>
  Object.fromEntries(keys.filter(() => uniform() < 0.7).map(key => [key, value()]))

const runs: readonly PlainRun[] = draws(60, () => uniform()).map((_, i) => {
  const start = now - Math.floor(uniform() * 5) * 3_600_000
  return {
    id: String(i).padStart(32, '0'),
    metrics: some(['m', 'n'], () => pick(metricValues)),
    params: some(['p', 'q r'], () => pick(texts)),
    tags: some(['t'], () => pick(texts)),
    attributes: {
      run_name: pick(['one', 'two', 'Three']),
      status: pick(statuses),
      user_id: pick(['ann', 'bob']),
      start_time: start,
      end_time: uniform() < 0.5 ? null : start + 60_000,
    },
    datasets: draws(Math.floor(uniform() * 3), () => ({
      name: pick(['train', 'test']),
      context: pick(['training', 'evaluation']),
      rows: pick([null, 10, 1_000]),
    })).map((data, nth) => ({ ...data, digest: String(nth).repeat(64) })),
    versions: draws(Math.floor(uniform() * 3), () => ({
      model: pick(['churn', 'fraud']),
      stage: pick(['None', 'Staging', 'Production']),
      // An alias names one version of a model: each run has its own.
      aliases: pick([[], [`a${i % 5}-${i}`], [`b-${i}`, `c-${i}`]]),
    })).map((version, nth) => ({ ...version, aliases: version.aliases.map(alias => `${alias}-${nth}`) })),
  }
})

let store: Store
beforeAll(async () => {
  store = await storeWith(runs)
})
afterAll(() => store.close())

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`
const number = fc.constantFrom('0', '1', '-1.5', '0.5', '.5', '1e300', 'inf', '-inf')
const text = fc.constantFrom(...texts).map(quoted)
const pattern = fc.constantFrom('%', 'a%', '%c', '_bc', 'a%c', '%ö%', '日_', '', '%.%').map(quoted)
const order = fc.constantFrom('=', '!=', '<', '<=', '>', '>=')
const equality = fc.constantFrom('=', '!=')
const negation = fc.constantFrom('', 'NOT ')
const metric = fc.constantFrom('metrics.m', 'metric.n', 'metrics.missing')
const free = fc.constantFrom('params.p', 'param."q r"', 'tags.t', 'tags.missing')
const word = fc.constantFrom('run_name', 'attributes.status', 'user_id', 'dataset.name', 'datasets.context')
const isNull = fc.constantFrom('IS NULL', 'IS NOT NULL')

const join = (...parts: fc.Arbitrary<string>[]) => fc.tuple(...parts).map(words => words.join(' '))
const listOf = (value: fc.Arbitrary<string>) =>
  fc.array(value, { minLength: 1, maxLength: 4 }).map(values => `(${values.join(', ')})`)
const known = fc.constantFrom('FINISHED', 'FAILED').map(quoted)

const condition = fc.oneof(
  join(metric, order, number),
  join(metric, fc.constantFrom('IN', 'NOT IN'), listOf(number)),
  join(metric, fc.constantFrom('IS NULL', 'IS NOT NULL', 'IS NAN', 'IS NOT NAN')),
  join(free, order, number),
  join(free, equality, text),
  join(free, fc.constantFrom('LIKE', 'ILIKE', 'NOT LIKE', 'NOT ILIKE'), pattern),
  join(free, fc.constantFrom('IN', 'NOT IN'), listOf(fc.oneof(text, number))),
  join(free, isNull),
  join(word, fc.constantFrom('LIKE', 'ILIKE'), pattern),
  join(fc.constant('status'), equality, known),
  join(fc.constant('run_name'), equality, fc.constantFrom("'one'", "'three'")),
  join(
    fc.constant('dataset.name'),
    fc.constantFrom('IN', 'NOT IN'),
    listOf(fc.constantFrom("'train'", "'x'")),
  ),
  join(fc.constantFrom('dataset.rows', 'duration'), order, fc.constantFrom('10', '60')),
  join(fc.constantFrom('dataset.rows', 'end_time', 'stage', 'attributes.alias', 'model'), isNull),
  join(
    fc.constantFrom('stage', 'attributes.stage'),
    equality,
    fc.constantFrom("'Production'", "'staging'", "'x'"),
  ),
  join(fc.constant('model'), equality, fc.constantFrom("'churn'", "'d'")),
  join(
    fc.constantFrom('stage', 'model'),
    fc.constantFrom('IN', 'NOT IN'),
    listOf(fc.constantFrom("'NONE'", "'Production'", "'fraud'")),
  ),
  join(
    fc.constantFrom('alias', 'stage'),
    fc.constantFrom('LIKE', 'NOT LIKE'),
    fc.constantFrom("'b%'", "'%0'", "'P%'"),
  ),
  join(
    fc.constantFrom('start_time', 'end_time'),
    order,
    fc.constantFrom("'2h ago'", "'2026-05-01T10:00:00Z'", String(now)),
  ),
)

const { filter } = fc.letrec<{ filter: string; nested: string }>(tie => ({
  filter: fc.oneof({ depthSize: 'small' }, condition, tie('nested')),
  nested: fc.oneof(
    join(
      negation,
      fc.constant('('),
      tie('filter'),
      fc.constantFrom(') AND (', ') OR (', ') and not ('),
      tie('filter'),
      fc.constant(')'),
    ),
    join(tie('filter'), fc.constantFrom('AND', 'or'), tie('filter')),
    join(fc.constant('NOT'), tie('filter')),
  ),
}))

test('a filter chooses the runs that an evaluator without SQL lets pass', () => {
  let [chosen, left] = [0, 0]
  fc.assert(
    fc.property(filter, expression => {
      const parsed = parseFilter(expression, clock)
      const expected = runs
        .filter(run => parsed === undefined || passes(withDuration(run), parsed))
        .map(({ id }) => id)
      expect(search(store, expression).sort(), expression).toEqual(expected)
      chosen += expected.length
      left += runs.length - expected.length
    }),
    { numRuns: 400 },
  )
  // Filters that choose nothing or everything would test nothing.
  expect(Math.min(chosen, left) / (chosen + left)).toBeGreaterThan(0.2)
})

test('any text is a filter or a usage error', () => {
  const piece = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      'metrics.m',
      '>',
      '=',
      '0.5',
      "'",
      '"',
      '`',
      '(',
      ')',
      'AND',
      'OR',
      'NOT',
      'IN',
      'IS',
      'NULL',
      'LIKE',
      ',',
      '--',
      ';',
      '\0',
    ),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), pieces => {
      try {
        search(store, pieces.join(' '))
      } catch (error) {
        expect(error).toMatchObject({ name: 'MlregError', code: 'usage', at: { column: expect.any(Number) } })
      }
    }),
    { numRuns: 300 },
  )
})

function withDuration(run: PlainRun): PlainRun {
  const { start_time: start, end_time: end } = run.attributes
  const duration = end === null ? null : (Number(end) - Number(start)) / 1000
  return { ...run, attributes: { ...run.attributes, duration } }
}
