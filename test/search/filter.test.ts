import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { MlregError } from '../../src/errors.ts'
import { parseFilter } from '../../src/search/parse-filter.ts'
import type { Store } from '../../src/store/store.ts'
import type { PlainRun } from './evaluate.ts'
import { clock, now, search, storeWith } from './stored-runs.ts'

const hour = 3_600_000
const day = 24 * hour
const digest = (digit: string) => digit.repeat(64)

function run(letter: string, parts: Partial<PlainRun>): PlainRun {
  const attributes = {
    run_name: `run-${letter}`,
    status: 'FINISHED',
    user_id: 'ann',
    start_time: now - day,
    end_time: now - day + hour,
    ...parts.attributes,
  }
  return { id: letter.repeat(32), metrics: {}, params: {}, tags: {}, datasets: [], ...parts, attributes }
}

const runs: readonly PlainRun[] = [
  run('a', {
    metrics: { auc: 0.9, loss: 0.5, 'val auc': 1 },
    params: { lr: '0.1', model: 'tree', 'a b': 'x', n: '10' },
    tags: { 'team.sub': 'growth', note: "it's" },
    attributes: { start_time: now - 3 * day, end_time: now - 3 * day + 60_000 },
    datasets: [{ name: 'train', context: 'training', digest: digest('1'), rows: 8_000 }],
    versions: [
      { model: 'churn', stage: 'Production', aliases: ['champion', 'eu'] },
      { model: 'fraud', stage: 'Archived', aliases: [] },
    ],
  }),
  run('b', {
    metrics: { auc: 0.6, loss: Number.NaN },
    params: { lr: '0.01', model: 'Tree', n: '9' },
    attributes: {
      status: 'FAILED',
      start_time: now - 10 * day,
      end_time: now - 9 * day,
      experiment: 'churn',
    },
    datasets: [
      { name: 'train', context: 'training', digest: digest('2'), rows: 100 },
      { name: 'test', context: 'evaluation', digest: digest('3'), rows: null },
    ],
  }),
  run('c', {
    metrics: { loss: Number.POSITIVE_INFINITY },
    params: { lr: 'auto', model: 'linear_100%' },
    attributes: { status: 'RUNNING', start_time: now - hour, end_time: null, user_id: 'Bob' },
  }),
  run('d', {
    versions: [{ model: 'churn', stage: 'Staging', aliases: ['Champion'] }],
    metrics: { auc: -1.5 },
    params: { lr: '1e-3', model: 'ÄPFEL' },
    tags: { note: '7' },
  }),
]

let store: Store
beforeAll(async () => {
  store = await storeWith(runs)
})
afterAll(() => store.close())

const chosen = (filter: string) =>
  search(store, filter)
    .map(id => id[0])
    .sort()
    .join('')

describe('what a filter chooses', () => {
  test.each([
    // What stands behind versions: stages in any case, aliases as they are written, of several versions any.
    ["stage = 'Production'", 'a'],
    ["attributes.stage = 'staging'", 'd'],
    ["stage IN ('Staging', 'archived')", 'ad'],
    ["stage != 'Production'", 'ad'],
    ["NOT stage = 'Production'", 'bcd'],
    ["alias = 'champion'", 'a'],
    ["run.alias ILIKE 'champ%'", 'ad'],
    ["model = 'churn' AND alias = 'eu'", 'a'],
    ["model = 'fraud'", 'a'],
    ['stage IS NULL', 'bc'],
    ['alias IS NOT NULL', 'ad'],
    ["params.model = 'tree'", 'a'],
    // MLflow's language.
    ['', 'abcd'],
    ['metrics.auc > 0.6', 'a'],
    ['metrics.auc >= 0.6', 'ab'],
    ['metric.auc < .7', 'bd'],
    ['metrics.auc <= -1.5', 'd'],
    ['metrics.auc = 9e-1', 'a'],
    ['metrics.auc != 0.9', 'bd'],
    ['metrics.`val auc` = 1', 'a'],
    ['metrics."val auc" = 1', 'a'],
    ["metrics.'val auc' = 1", 'a'],
    // NaN is unequal to every number and nothing else; infinity is a number.
    ['metrics.loss != 0.5', 'bc'],
    ['metrics.loss > 0', 'ac'],
    ['metrics.loss < 0.6', 'a'],
    ['metrics.loss = 0', ''],
    ['metrics.loss > 1e308', 'c'],
    ["params.lr = '0.1'", 'a'],
    ['parameters.lr = "0.1"', 'a'],
    ["param.lr != '0.1'", 'bcd'],
    ["params.missing != 'x'", ''],
    ['params.lr IS NOT NULL', 'abcd'],
    ['params.n IS NULL', 'cd'],
    ["tags.team.sub = 'growth'", 'a'],
    ['tag.note is null', 'bc'],
    ["params.model LIKE 'tree'", 'a'],
    ["params.model LIKE 't%'", 'a'],
    ["params.model ILIKE 't%'", 'ab'],
    ["params.model LIKE '_ree'", 'ab'],
    ["params.model LIKE 'linear_100%'", 'c'],
    ["params.model LIKE '%e%'", 'abc'],
    ["params.`a b` = 'x'", 'a'],
    ["attributes.status = 'FAILED'", 'b'],
    ["status != 'FINISHED'", 'bc'],
    ["run.user_id = 'ann'", 'abd'],
    ["attr.run_name LIKE 'run-_'", 'abcd'],
    ["`run name` = 'run-a'", 'a'],
    [`run_id IN ('${'a'.repeat(32)}', '${'d'.repeat(32)}')`, 'ad'],
    [`run_id NOT IN ('${'a'.repeat(32)}')`, 'bcd'],
    [`start_time > ${now - 2 * day}`, 'cd'],
    [`created >= ${now - 3 * day}`, 'acd'],
    [`end_time < ${now}`, 'abd'],
    [`artifact_uri = 'runs:/${'b'.repeat(32)}'`, 'b'],
    ["dataset.name = 'train'", 'ab'],
    ["datasets.context LIKE 'eval%'", 'b'],
    [`dataset.digest IN ('${digest('3')}', '${digest('1')}')`, 'ab'],
    ["dataset.name != 'train'", 'b'],
    ["metrics.auc > 0 AND params.lr = '0.1'", 'a'],
    ["metrics.auc > 0 and metrics.auc < 0.7 aNd status = 'FAILED'", 'b'],
    // What is beyond it.
    ['METRICS.auc > 0.6', 'a'],
    ["status = 'RUNNING' OR metrics.auc > 0.6", 'ac'],
    ["status = 'RUNNING' OR metrics.auc > 0 AND params.lr = '0.1'", 'ac'],
    ["(status = 'RUNNING' OR metrics.auc > 0) AND params.n IS NOT NULL", 'ab'],
    ['NOT metrics.auc > 0', 'cd'],
    ['not not metrics.auc > 0', 'ab'],
    ["NOT (status = 'RUNNING' OR metrics.auc > 0)", 'd'],
    ['NOT metrics.auc > 0 AND NOT metrics.loss > 0', 'd'],
    ['params.lr > 0.05', 'a'],
    ['params.lr >= 0.001 and params.lr < 0.1', 'bd'],
    ['params.lr = 0.001', 'd'],
    ['params.lr != 0.1', 'bcd'],
    ['params.n > 9', 'a'],
    ['params.lr IN (0.1, 1e-2)', 'ab'],
    ["params.lr IN (0.1, 'auto')", 'ac'],
    ["params.model NOT IN ('tree', 'Tree')", 'cd'],
    ["params.model NOT LIKE 't%'", 'bcd'],
    ["params.model ilike 'äpfel'", 'd'],
    ['metrics.auc IN (0.9, -1.5)', 'ad'],
    ['metrics.loss NOT IN (0.5)', 'bc'],
    ['metrics.auc IS NULL', 'c'],
    ['metrics.loss IS NAN', 'b'],
    ['metrics.loss IS NOT NAN', 'ac'],
    ['metrics.loss = inf', 'c'],
    ['end_time IS NULL', 'c'],
    ["start_time > '7d ago'", 'acd'],
    ["start_time > '2 hours ago'", 'c'],
    ["start_time < '1w ago'", 'b'],
    ["start_time >= '2026-04-30T12:00:00Z'", 'cd'],
    ['duration > 60', 'bd'],
    ["duration <= '1m'", 'a'],
    ["experiment = 'churn'", 'b'],
    ["status IN ('FAILED', 'RUNNING')", 'bc'],
    ["tags.note = 'it''s'", 'a'],
    ['tags.note = "it\'s"', 'a'],
    ['tags.note > 6', 'd'],
    ['dataset.rows >= 1000', 'a'],
    ['dataset.rows IS NULL', 'cd'],
    // Whatever is between quotes is a value.
    ["params.model = 'x'' OR ''1''=''1'", ''],
    ["tags.`x' OR 1=1 --` = '1'", ''],
    ["params.lr = '0.1'); DROP TABLE runs; --'", 'error'],
  ])('%s', (filter, expected) => {
    if (expected === 'error') expect(() => chosen(filter)).toThrow(MlregError)
    else expect(chosen(filter)).toBe(expected)
  })
})

describe('what is no filter', () => {
  test.each([
    ["params.lr = 0.1 and metrics.loss > '0.6'", 36, 'did you mean metrics.loss > 0.6?'],
    ['params.model = tree', 16, "did you mean params.model = 'tree'?"],
    ["params.lr > '0.1'", 13, 'did you mean params.lr > 0.1?'],
    ['metrics.auc == 0.9', 13, 'did you mean metrics.auc = 0.9?'],
    ['metrics.auc <> 0.9', 13, 'did you mean metrics.auc != 0.9?'],
    ['metrics.auc > +0.5', 15, 'did you mean metrics.auc > 0.5?'],
    ['metrics.auc = NaN', 15, 'did you mean metrics.auc IS NAN?'],
    ['metrix.auc > 1', 1, 'did you mean metric.auc?'],
    ['auc > 0.5', 1, 'a metric, param or tag is written metrics.auc, params.auc, tags.auc'],
    ["statuss = 'x'", 1, expect.stringMatching(/^did you mean status\?/)],
    ["status = 'finished'", 10, "did you mean 'FINISHED'?"],
    ['metrics.auc BETWEEN 1 AND 2', 13, 'write metrics.auc >= 1 AND metrics.auc <= 2'],
    ['metrics.auc > 0.5 and', 22, undefined],
    ['and metrics.auc > 0.5', 1, undefined],
    ['metrics.auc > 0.5 AND AND metrics.auc > 1', 23, undefined],
    ['metrics.auc > 0.5 metrics.auc > 1', 19, 'conditions are joined by AND or OR'],
    ['(metrics.auc > 0.5', 19, undefined],
    ['metrics.auc > 0.5)', 18, 'there is no ( for it'],
    ['metrics.auc >', 14, 'such as metrics.auc > 0.9'],
    ['metrics.auc', 12, 'there are =, !=, <, <=, >, >=, LIKE, ILIKE, IN, IS NULL'],
    ["tags.x = 'open", 10, undefined],
    ['metrics.auc > 1; drop table runs', 16, expect.any(String)],
    ["metrics.auc LIKE '1'", 13, 'LIKE and ILIKE compare texts'],
    ["run_name > 'x'", 10, 'texts are compared by =, !=, LIKE, ILIKE and IN'],
    ["start_time > 'yesterday'", 14, "such as '2026-05-01', '2026-05-01T12:00Z' or '7d ago'"],
    ["start_time > '3 months ago'", 14, expect.any(String)],
    ["dataset.nam = 'x'", 1, expect.stringMatching(/^there are name, digest/)],
    ['params.x IN ()', 14, expect.any(String)],
    ["params.x IN 'a'", 13, expect.any(String)],
    ['params. = 1', 9, undefined],
    ["tags.日本 = 'x' and 日本 = 'y'", 19, expect.any(String)],
    ['   ', 1, 'leave it out for all runs'],
    [`${'('.repeat(60)}metrics.a > 1${')'.repeat(60)}`, 51, undefined],
    [`${'NOT '.repeat(60)}metrics.a > 1`, 201, undefined],
  ])('%s', (filter, column, hint) => {
    const error = caught(() => parseFilter(filter, clock))
    expect(error).toMatchObject({ code: 'usage', at: { source: filter, column } })
    expect(error.hint).toEqual(hint)
  })

  test('one with too many conditions, values or characters', () => {
    const condition = 'metrics.a > 1'
    expect(parseFilter(Array(300).fill(condition).join(' or '), clock)).toBeDefined()
    for (const filter of [
      Array(301).fill(condition).join(' or '),
      `metrics.a IN (${Array(5_001).fill(1).join(',')})`,
      `tags.x = '${'x'.repeat(20_000)}'`,
    ]) {
      expect(caught(() => parseFilter(filter, clock))).toMatchObject({ code: 'usage' })
    }
  })
})

test('the longest filter is one that SQLite takes', () => {
  const conditions = Array.from({ length: 300 }, (_, i) => `metrics.auc > ${i}`)
  expect(chosen(conditions.join(' or '))).toBe('ab')
  expect(chosen(`${'('.repeat(50)}${conditions.join(' and ')}${')'.repeat(50)}`)).toBe('')
  expect(chosen(`metrics.auc IN (${Array.from({ length: 4_000 }, (_, i) => i).join(',')})`)).toBe('')
})

function caught(work: () => unknown): MlregError {
  try {
    work()
  } catch (error) {
    if (error instanceof MlregError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}
