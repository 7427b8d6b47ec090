import { afterAll, beforeAll, expect, test } from 'vitest'
import { type GateRequest, judgeRules } from '../../src/gate/judge-rules.ts'
import type { Store } from '../../src/store/store.ts'
import { newStore } from '../store/new-store.ts'
import { type Made, newVersion, now } from './versions.ts'

let store: Store
beforeAll(async () => {
  store = await newStore()
})
afterAll(() => store.close())

const none = { missing: 'there is no champion', hint: 'name one' }

function judge(rules: readonly string[], candidate: Made, champion?: Made, more: Partial<GateRequest> = {}) {
  const version = newVersion(store, candidate)
  const against = champion === undefined ? none : newVersion(store, champion)
  return judgeRules(store, version, { rules, champion: { against, warnings: [] }, nowMs: now, ...more })
}

const good: Made = {
  metrics: { auc: 0.91, f1: 0.8, loss: -100, latency_ms: 20, 'val auc': 0.9, odd: Number.NaN, big: Infinity },
  params: { rows: '10000', depth: 'auto', lr: '0.10' },
  runTags: { integration_test: 'failed', features: 'abc', n: '5' },
  tags: { integration_test: 'passed' },
  data: [
    { context: 'training', digest: 't1', cutoff: '2026-04-01' },
    { context: 'test', digest: 'e1' },
  ],
  check: { verdict: 'drift,degradation', timeMs: now - 86_400_000 },
}
const other: Made = {
  metrics: { auc: 0.89, f1: 0.8, loss: -100, latency_ms: 20, zero: 0, odd: 1, big: 1 },
  params: { rows: '9000', depth: 'auto', lr: '0.1' },
  runTags: { features: 'abc' },
  data: [{ context: 'evaluation', digest: 'e1' }],
}

const answers: readonly (readonly [rule: string, passed: boolean | null, message: RegExp])[] = [
  ['auc >= 0.85', true, /^auc 0\.91 is at least 0\.85$/],
  ['auc >= 0.95', false, /^auc 0\.91 is below 0\.95$/],
  ['auc > 0.91', false, /^auc 0\.91 is not above 0\.91$/],
  ['auc = 0.91', true, /equal to/],
  ['auc >= champion + 0.02', true, /^auc 0\.91 is at least 0\.91, the champion's 0\.89 \+ 0\.02$/],
  ['auc > champion + 0.02', false, /not above 0\.91/],
  ['auc >= champion + 3%', false, /below 0\.9167/],
  ['auc >= champion * 1.02', true, /at least 0\.9078/],
  ['f1 >= champion', true, /^f1 0\.8 is at least 0\.8, the champion's$/],
  ['f1 > champion', false, /not above 0\.8, the champion's/],
  ['loss >= champion * 1.02', true, /turns around below 0: write champion \+ 2%/],
  ['loss >= champion + 2%', false, /below -98/],
  ['latency_ms <= champion * 1.05', true, /at most 21/],
  ['"val auc" >= 0.9', true, /val auc 0\.9/],
  ['big <= 5', false, /Infinity is above 5/],
  ['big <= champion', false, /above 1/],
  ['auc2 >= 0.8', null, /has no metric "auc2"/],
  ['odd >= 0', null, /NaN/],
  ['odd <= champion', null, /NaN/],
  ['zero >= 0', null, /no metric/],
  ['"val auc" >= champion', null, /no metric "val auc"/],
  ['params.rows >= 10000', true, /params\.rows 10000/],
  ['params.rows > champion', true, /above 9000/],
  ['params.depth >= 3', null, /"auto", which is no number/],
  ['params.depth = 3', false, /"auto", not "3"/],
  ['params.depth != 3', true, /"auto", other than "3"/],
  ['params.lr = champion', true, /0\.1/],
  ['params.lr = 0.1', true, /0\.1/],
  ['params.none = 1', null, /no param "none"/],
  ['tags.integration_test = passed', true, /"passed", equal to "passed"/],
  ['tags.integration_test != passed', false, /"passed", equal to/],
  ['tags.features = champion', true, /the champion has the same/],
  ['tags.n >= 5', true, /tags\.n 5/],
  ['tags.n = "5"', true, /"5"/],
  ['tags.canary = stable', null, /no tag "canary"/],
  ['model.bytes <= 100MB', true, /^model\.bytes 1 kB is at most 100 MB$/],
  ['model.bytes < 1KB', false, /^model\.bytes 1 kB is not below 1 kB$/],
  ['model.bytes <= champion * 1.5', true, /at most 1\.5 kB, the champion's 1000 \* 1\.5/],
  ['model.files = 0', true, /0/],
  ['drift.verdict = ok', false, /"drift,degradation", not "ok"/],
  ['drift.verdict = drift', true, /drift/],
  ['drift.verdict != degradation', false, /degradation/],
  ['drift.age <= 1d', true, /^drift\.age 1 d is at most 1 d$/],
  ['drift.age < 24h', false, /not below/],
  ['drift.age < 2w', true, /1 d is below 14 d/],
  ['model.bytes <= 0.9999KB', false, /^model\.bytes 1000 B is above 999\.9 B$/],
  ['model.bytes <= 0.999999KB', false, /1000 B is above 999\.999 B/],
  ['drift.share < 30%', true, /0\.25/],
  ['drift.drifted <= 1', false, /above 1/],
  ['data.training', true, /t1\.csv/],
  ['data.evaluation', true, /e1\.csv/],
  ['data.cutoff', true, /2026-04-01/],
  ['same-data', true, /same data/],
  ['baseline', false, /no baseline/],
]

test.each(answers)('%s: %s', (rule, passed, message) => {
  const judged = judge([rule], good, other)
  expect(judged.rules[0]).toMatchObject({ rule, passed })
  expect(judged.rules[0]?.message).toMatch(message)
  expect(judged.verdict).toBe(passed === null ? 'cannot-compare' : passed ? 'pass' : 'fail')
})

test('figures stand beside the answer', () => {
  const [rule] = judge(['auc >= champion + 0.02'], good, other).rules
  expect(rule).toMatchObject({ metric: 'auc', value: 0.91, baseline: 0.89, limit: 0.91 })
})

test('all rules have to hold, and one that cannot be compared is no fail of the others', () => {
  expect(judge(['auc >= 0.8', 'f1 >= 0.9'], good).verdict).toBe('fail')
  expect(judge(['auc >= 0.8', 'nope >= 0.9', 'f1 >= 0.9'], good).verdict).toBe('cannot-compare')
  expect(judge(['auc >= 0.8', 'f1 >= 0.5'], good).verdict).toBe('pass')
})

test('without a champion only rules about it cannot be compared', () => {
  const { rules, against, data } = judge(['auc >= 0.85', 'auc >= champion', 'same-data'], good)
  expect(rules.map(({ passed }) => passed)).toEqual([true, null, null])
  expect(rules[1]).toMatchObject({ message: 'there is no champion', hint: 'name one' })
  expect([against, data]).toEqual([null, null])
})

test('a version is not compared with itself', () => {
  const version = newVersion(store, good)
  const judged = judgeRules(store, version, {
    rules: ['auc >= champion', 'auc >= 0.8'],
    champion: { against: version, warnings: [] },
    nowMs: now,
  })
  expect(judged.rules.map(({ passed }) => passed)).toEqual([null, true])
  expect(judged.rules[0]?.message).toMatch(/is the champion itself/)
})

test('metrics of different data are not compared, unless that is asked for', () => {
  const moved = { ...other, data: [{ context: 'evaluation', digest: 'e2' }] }
  const rules = ['auc >= champion', 'model.bytes <= champion', 'auc >= 0.8', 'same-data']
  const judged = judge(rules, good, moved)
  expect(judged.rules.map(({ passed }) => passed)).toEqual([null, true, true, null])
  expect(judged.data).toEqual({ verdict: 'different', candidate: ['e1'], champion: ['e2'], ignored: false })
  const lax = judge(rules, good, moved, { anyData: true })
  expect(lax.rules.map(({ passed }) => passed)).toEqual([true, true, true, null])
  expect(lax.data).toMatchObject({ verdict: 'different', ignored: true })
  expect(lax.warnings).toEqual([expect.stringMatching(/different data/)])
})

test('data that neither logged are warned of', () => {
  const judged = judge(['auc >= champion'], { ...good, data: [] }, { ...other, data: [] })
  expect(judged).toMatchObject({ verdict: 'pass', data: { verdict: 'unknown' } })
  expect(judged.warnings).toEqual([
    expect.stringMatching(/neither the candidate nor the champion logged any/),
  ])
  const asked = judge(['same-data'], { ...good, data: [] }, { ...other, data: [] })
  expect(asked.verdict).toBe('cannot-compare')
})

test.each([
  ['the champion', good.data, []],
  ['the candidate', [], other.data],
])('data that %s alone did not log make no comparison', (who, own = [], theirs = []) => {
  const judged = judge(['auc >= champion'], { ...good, data: own }, { ...other, data: theirs })
  expect(judged).toMatchObject({ verdict: 'cannot-compare', data: { verdict: 'one-sided' } })
  expect(judged.rules[0]?.message).toContain(`${who} logged no evaluation data`)
  const lax = judge(
    ['auc >= champion'],
    { ...good, data: own },
    { ...other, data: theirs },
    { anyData: true },
  )
  expect(lax).toMatchObject({
    verdict: 'pass',
    warnings: [expect.stringMatching(/only one of the two logged/)],
  })
})

test('what is not there is said, with what is near', () => {
  const hintOf = (rule: string, made: Made) => judge([rule], made).rules[0]?.hint
  expect(hintOf('acu >= 0.8', good)).toBe('did you mean auc?')
  expect(hintOf('val_auc >= 0.8', good)).toBe('did you mean "val auc"?')
  expect(hintOf('tags.integration_tets = passed', good)).toBe('did you mean integration_test?')
  expect(judge(['auc >= 0.8'], {}).rules[0]).toMatchObject({
    passed: null,
    message: expect.stringMatching(/comes from no run/),
  })
  expect(judge(['drift.verdict = ok'], {}).rules[0]).toMatchObject({
    passed: null,
    message: expect.stringMatching(/no data were compared/),
  })
  expect(judge(['data.training'], {}).rules[0]?.passed).toBe(false)
  const open = { ...good, data: [{ context: 'training', digest: 't1' }] }
  expect(judge(['data.cutoff'], open).rules[0]?.passed).toBe(false)
})
