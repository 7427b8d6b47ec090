import { afterAll, beforeAll, expect, test } from 'vitest'
import { logBatch } from '../../src/store/log-batch.ts'
import { insertMetrics, metricHistory, metricSummaries } from '../../src/store/metrics.ts'
import { runValues } from '../../src/store/run-values.ts'
import { insertRun, type Run, runsMatching, runWithId, updateRun } from '../../src/store/runs.ts'
import type { Store } from '../../src/store/store.ts'
import { newRun, newStore } from './new-store.ts'

let store: Store

beforeAll(async () => {
  store = await newStore()
})
afterAll(() => store.close())

const point = (value: number, step = 0, timeMs = 1_000) => ({ key: 'loss', value, step, timeMs })

function logged(run: Run, ...batches: Parameters<typeof logBatch>[2][]): void {
  for (const batch of batches) store.write(() => logBatch(store, run, batch))
}

function latest(run: Run): number | undefined {
  return runValues(store, [run])[0]?.metrics.get('loss')
}

test('a param is written once: the same value is no change, another one a conflict that undoes the batch', () => {
  const run = newRun(store)
  logged(run, { params: [['lr', '0.1']] }, { params: [['lr', '0.1']] })
  const failing = () =>
    logged(run, {
      tags: [['t', 'x']],
      params: [
        ['b', '1'],
        ['lr', '0.10'],
      ],
    })
  expect(failing).toThrow(expect.objectContaining({ code: 'conflict' }))
  const [values] = runValues(store, [run])
  expect([...(values?.params ?? [])]).toEqual([['lr', '0.1']])
  expect(values?.tags.size).toBe(0)
})

test('a tag set again has the new value', () => {
  const run = newRun(store)
  logged(
    run,
    { tags: [['team', 'a']] },
    {
      tags: [
        ['team', 'b'],
        ['team', 'c'],
      ],
    },
  )
  expect([...(runValues(store, [run])[0]?.tags ?? [])]).toEqual([['team', 'c']])
})

test('every value comes back as it was given', () => {
  const run = newRun(store)
  const values = [Number.NaN, Infinity, -Infinity, -0, 0, 5e-324, -1.7976931348623157e308, 0.1 + 0.2]
  logged(run, { metrics: values.map((value, step) => point(value, step)) })
  const found = metricHistory(store, run, 'loss').map(({ value }) => value)
  expect(found.map(value => (Object.is(value, -0) ? '-0' : String(value)))).toEqual(
    values.map(value => (Object.is(value, -0) ? '-0' : String(value))),
  )
})

test('a point again is the same point; another value at its place is another one', () => {
  const run = newRun(store)
  const points = [point(1), point(Number.NaN), point(0), point(-0), point(2)]
  logged(run, { metrics: points }, { metrics: points })
  expect(metricHistory(store, run, 'loss')).toHaveLength(5)
})

test('a point of a step without a time is the same one again, however late it is repeated', () => {
  const run = newRun(store)
  const at = (value: number, timeMs: number) => ({ ...point(value, 3, timeMs), timeIsAssumed: true })
  logged(run, { metrics: [at(0.9, 100)] }, { metrics: [at(0.9, 200)] }, { metrics: [at(Number.NaN, 300)] })
  logged(run, { metrics: [at(Number.NaN, 400)] }, { metrics: [at(0.9, 500)] })
  expect(metricHistory(store, run, 'loss').map(({ timeMs }) => timeMs)).toEqual([100, 300, 500])
  expect(latest(run)).toBe(0.9)
})

test.each([
  ['the greatest step', [point(5, 2), point(1, 3), point(9, 1)], 1],
  ['then the greatest time', [point(1, 3, 200), point(7, 3, 100)], 1],
  ['then the greatest value', [point(1), point(7), point(3)], 7],
  ['negative steps count', [point(1, -5), point(2, -6)], 1],
  ['NaN at a later step', [point(1, 0), point(Number.NaN, 1)], Number.NaN],
])('the latest has %s, in whatever order points come', (_, points, expected) => {
  const [forward, backward] = [newRun(store), newRun(store)]
  logged(forward, { metrics: points })
  logged(backward, ...points.toReversed().map(one => ({ metrics: [one] })))
  expect(latest(forward)).toBe(expected)
  expect(latest(backward)).toBe(expected)
})

test('a summary counts every point and no NaN among the extremes', () => {
  const run = newRun(store)
  logged(run, { metrics: [point(3, 0), point(Number.NaN, 1), point(-2, 2), point(1, 3)] })
  expect(metricSummaries(store, run).get('loss')).toEqual({ last: 1, min: -2, max: 3, points: 4 })
  const nothing = newRun(store)
  logged(nothing, { metrics: [point(Number.NaN)] })
  expect(metricSummaries(store, nothing).get('loss')).toEqual({
    last: Number.NaN,
    min: null,
    max: null,
    points: 1,
  })
})

test.each(['', ' a\n', '../x', 'a//b', '/a', 'a/./b', 'a@b', 'x'.repeat(251)])('%j names nothing', key => {
  const run = newRun(store)
  const bad = expect.objectContaining({ code: 'bad-input' })
  expect(() => logged(run, { params: [[key, '1']] })).toThrow(bad)
  expect(() => logged(run, { tags: [[key, '1']] })).toThrow(bad)
  expect(() => logged(run, { metrics: [{ ...point(1), key }] })).toThrow(bad)
})

test.each(['lr', 'a.b-c_d/e f:g', 'größe', '日本', 'layer.0/weight'])('%j is a name', key => {
  logged(newRun(store), { params: [[key, '1']], tags: [[key, '1']], metrics: [{ ...point(1), key }] })
})

test.each([[point(1, 0.5)], [point(1, 2 ** 53)], [point(1, 0, -1)], [point(1, 0, Number.NaN)]])(
  'a point has a place: %j',
  bad => {
    const run = newRun(store)
    expect(() => store.write(() => insertMetrics(store, run, [bad]))).toThrow()
    expect(metricHistory(store, run, 'loss')).toEqual([])
  },
)

test('a finished run takes results, a deleted one none', () => {
  const run = newRun(store)
  store.write(() => updateRun(store, run.row, { status: 'FINISHED', endMs: 2_000 }))
  logged(run, { params: [['a', '1']] })
  store.write(() => updateRun(store, run.row, { lifecycle: 'deleted', deletedMs: 3_000 }))
  expect(() => logged(run, { params: [['b', '1']] })).toThrow(expect.objectContaining({ code: 'conflict' }))
})

test('the same id is the same run', () => {
  const run = newRun(store, 'once')
  const again = { id: run.id, experimentId: '0', name: 'twice', startMs: 9, user: 'other' }
  expect(store.write(() => insertRun(store, again))).toBe(run.row)
  expect(runWithId(store, run.id)).toEqual(run)
})

test('runs are found by id, by the start of it and by name', () => {
  const run = newRun(store, 'wide trees/2')
  for (const text of [run.id, run.id.slice(0, 8), run.id.slice(0, 8).toUpperCase(), 'wide trees/2']) {
    expect(runsMatching(store, text).map(({ id }) => id)).toEqual([run.id])
  }
  for (const text of [run.id.slice(0, 3), 'wide', `${run.id}0`, '%', "'"])
    expect(runsMatching(store, text)).toEqual([])
})
