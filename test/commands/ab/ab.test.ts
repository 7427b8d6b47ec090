import { describe, expect, test } from 'vitest'
import { draws, randomNumbers } from '../../random.ts'
import { golden } from '../../stats/golden.ts'
import { csv, expectSchema, file, range } from '../drift/files.ts'
import { run } from '../drift/run.ts'

interface Answer {
  readonly verdict: string
  readonly because: string
  readonly reason: string
  readonly exit: number
  readonly metric: { readonly name: string; readonly kind: string; readonly better: string }
  readonly a: {
    readonly rows: number
    readonly outcomes: number
    readonly value: number
    readonly successes: number
  }
  readonly b: Answer['a']
  readonly difference: number
  readonly lift: number
  readonly test: { readonly name: string; readonly statistic: number; readonly pValue: number }
  readonly rule: { readonly alpha: number; readonly minLift: number }
  readonly latency: { readonly increase: number; readonly a: Record<string, number> } | null
  readonly reproduce: string
}

async function answer(...words: string[]): Promise<Answer> {
  const { exit, stdout, stderr } = await run('ab', ...words, '--json')
  if (exit > 1) throw new Error(stderr)
  expectSchema('ab', stdout)
  return JSON.parse(stdout)
}

const yes = (successes: number, rows: number) => range(rows).map(i => (i < successes ? 1 : 0))

describe('counts', () => {
  test.each([
    [['--a', '4210/50000', '--b', '4391/50000'], 0, 'promote'],
    [['--a', '4391/50000', '--b', '4210/50000'], 1, 'keep'],
    [['--a', '42/500', '--b', '51/500', '--min-lift', '0.01'], 1, 'continue'],
    [['--a', '42/500', '--b', '42/500'], 1, 'continue'],
    [['--a', '12.5,3.2,1000', '--b', '12.9,3.4,1000'], 0, 'promote'],
    [['--a', '-12.5,3.2,1000', '--b', '-12.9,3.4,1000', '--lower-is-better'], 0, 'promote'],
    [['--a', '4210/50000', '--b', '4391/50000', '--preset', 'standard'], 1, 'keep'],
    [['--a', '4210/50000', '--b', '4391/50000', '--preset', 'standard', '--min-lift', '0.001'], 0, 'promote'],
    [['--a', '4210/50000', '--b', '4391/50000', '--alpha', '0.01'], 1, 'continue'],
  ])('%j exits %i: %s', async (words, exit, verdict) => {
    expect(await answer(...words)).toMatchObject({ exit, verdict })
    expect(await run('ab', ...words)).toMatchObject({ exit, stderr: '' })
  })

  test('every format says the same, and --quiet nothing of a promotion', async () => {
    const won = ['ab', '--a', '80/1000', '--b', '120/1000']
    for (const format of ['text', 'json', 'md', 'csv', 'junit', 'github'])
      expect((await run(...won, '--format', format)).exit).toBe(0)
    expect(await run(...won, '--quiet')).toEqual({ exit: 0, stdout: '', stderr: '' })
    const lost = ['ab', '--a', '120/1000', '--b', '80/1000']
    expect((await run(...lost, '--format', 'junit')).stdout).toContain('<failure')
    expect((await run(...lost, '--format', 'github')).stdout).toMatch(/^::error.*B is worse/)
    expect((await run(...lost, '--exit-zero')).exit).toBe(0)
    expect((await run(...lost, '--findings-exit-code', '7')).exit).toBe(7)
    const { stdout } = await run(...won, '--format', 'csv')
    expect(stdout).toMatch(/^verdict,metric,rows_a.*\npromote,share,1000,1000,0.08,0.12,/)
  })

  test('--require-power makes an open test no answer', async () => {
    const open = ['ab', '--a', '42/500', '--b', '51/500', '--min-lift', '0.01', '--require-power']
    const { exit, stdout, stderr } = await run(...open)
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' })
    expect(stderr).toContain('takes 10,025 rows of each arm')
    expect((await run('ab', '--a', '120/1000', '--b', '80/1000', '--require-power')).exit).toBe(1)
  })

  test('says a command that gives the same answer', async () => {
    const words = ['--a', '42/500', '--b', '51/500', '--min-lift', '7%', '--alternative', 'two-sided']
    const { reproduce } = await answer(...words, '--power', '0.9', '--alpha', '0.1')
    expect(reproduce).toBe(
      'mlreg ab --a 42/500 --b 51/500 --min-lift 7% --alpha 0.1 --power 0.9 --alternative two-sided',
    )
  })
})

describe('files', () => {
  const { normal } = randomNumbers(7)
  const a = csv({ ok: [...yes(80, 1000), null], value: [...draws(1000, () => normal() + 5), null] })
  const b = csv({ ok: yes(120, 1000), value: draws(1000, () => normal() + 5.2) })

  test('a column of 0 and 1 is a share, of which nulls are no part', async () => {
    expect(await answer(a, b, '--metric', 'ok')).toMatchObject({
      metric: { name: 'ok', kind: 'proportion' },
      a: { rows: 1001, outcomes: 1000, successes: 80 },
      b: { rows: 1000, outcomes: 1000, successes: 120 },
    })
    const counts = await answer('--a', '80/1000', '--b', '120/1000')
    expect((await answer(a, b, '--metric', 'ok')).test).toEqual(counts.test)
  })

  test('so is one of true and false, whatever the format', async () => {
    const lines = (successes: number, rows: number) =>
      file(
        yes(successes, rows)
          .map(one => `${JSON.stringify({ ok: one === 1 })}\n`)
          .join(''),
        'jsonl',
      )
    expect(await answer(lines(80, 1000), lines(120, 1000), '--metric', 'ok')).toMatchObject({
      ...{ metric: { kind: 'proportion' }, a: { successes: 80 }, b: { successes: 120 } },
    })
  })

  test('any other numbers are a mean', async () => {
    const { metric, verdict, a: ofA } = await answer(a, b, '--metric', 'value')
    expect({ kind: metric.kind, verdict, outcomes: ofA.outcomes }).toEqual({
      ...{ kind: 'mean', verdict: 'promote', outcomes: 1000 },
    })
    expect((await answer(a, b, '--metric', 'value', '--lower-is-better')).verdict).toBe('keep')
  })

  test('one file holds both arms where filters tell them apart', async () => {
    const both = csv({ arm: range(1000).map(i => (i < 500 ? 'a' : 'b')), ok: yes(300, 1000) })
    const { a: ofA, b: ofB } = await answer(
      ...[both, both, '--metric', 'ok', '--a-where', "arm = 'b'", '--b-where', "arm = 'a'"],
    )
    expect([ofA.successes, ofB.successes]).toEqual([0, 300])
  })

  test('against itself nothing is promoted', async () => {
    for (const metric of ['ok', 'value'])
      expect(await answer(a, a, '--metric', metric)).toMatchObject({ verdict: 'continue', difference: 0 })
    const least = ['--min-lift', '0.5']
    expect(await answer(a, a, '--metric', 'value', ...least)).toMatchObject({ verdict: 'keep' })
  })

  test('slow answers are not promoted', async () => {
    const timed = (successes: number, factor: number) =>
      csv({ ok: yes(successes, 200), ms: range(200).map(i => (i + 1) * factor) })
    const words = [timed(80, 1), timed(120, 1.1), '--metric', 'ok', '--latency', 'ms']
    const compared = await answer(...words)
    expect(compared).toMatchObject({ verdict: 'promote', latency: { increase: 0.1, a: { p50: 100.5 } } })
    // numpy.quantile(range(1, 201), 0.95)
    expect(compared.latency?.a.p95).toBeCloseTo(190.05, 10)
    expect((await answer(...words, '--max-latency-increase', '10%')).verdict).toBe('promote')
    const slow = await answer(...words, '--max-latency-increase', '5%')
    expect(slow).toMatchObject({ verdict: 'keep', because: 'slower', exit: 1 })
    expect(slow.reason).toBe('B is too slow: the p95 of ms rose by 10.0%, and 5% is allowed')
  })

  test('a name from the data is escaped', async () => {
    const nasty = csv({ '\u001b[31mred': yes(3, 10) })
    const { stdout } = await run('ab', nasty, nasty, '--metric', '\u001b[31mred')
    expect(stdout).not.toContain('\u001b[31m')
    expect(stdout).toContain('red')
  })
})

describe("a model's quality", () => {
  test('accuracy, F1 and AUC', async () => {
    const { uniform } = randomNumbers(11)
    const model = (rows: number, skill: number) => {
      const target = draws(rows, () => (uniform() < 0.4 ? 'yes' : 'no'))
      const score = target.map(one => (one === 'yes' ? skill : 0) + uniform())
      const predicted = score.map(one => (one > 0.5 + skill / 2 ? 'yes' : 'no'))
      return { target, score, predicted, path: csv({ target, score, predicted }) }
    }
    const [a, b] = [model(600, 0.3), model(500, 0.6)]
    const hits = (of: typeof a) => of.target.filter((one, i) => one === of.predicted[i]).length
    const words = [a.path, b.path, '--target', 'target', '--prediction', 'predicted', '--score', 'score']
    expect(await answer(...words)).toMatchObject({
      metric: { name: 'accuracy', kind: 'proportion' },
      ...{ a: { successes: hits(a) }, b: { successes: hits(b) }, verdict: 'promote' },
    })
    const f1 = (of: typeof a) => {
      const both = of.target.filter((one, i) => one === 'yes' && of.predicted[i] === 'yes').length
      const either = [...of.target, ...of.predicted].filter(one => one === 'yes').length
      return (2 * both) / either
    }
    const byF1 = await answer(...words, '--measure', 'f1')
    expect(byF1.metric).toEqual({ name: 'f1', kind: 'f1', better: 'higher' })
    expect(byF1.a.value).toBeCloseTo(f1(a), 12)
    expect(byF1.b.value).toBeCloseTo(f1(b), 12)
    const auc = (of: typeof a) => {
      const scores = (label: string) => of.score.filter((_, i) => of.target[i] === label)
      const pairs = scores('yes').flatMap(up => scores('no').map(down => (up > down ? 1 : 0)))
      return pairs.reduce<number>((sum, one) => sum + one, 0) / pairs.length
    }
    const byAuc = await answer(...words.slice(0, 4), '--score', 'score', '--preset', 'canary')
    expect(byAuc).toMatchObject({ metric: { kind: 'auc' }, rule: { minLift: 0.02 }, verdict: 'promote' })
    expect(byAuc.a.value).toBeCloseTo(auc(a), 12)
    expect(byAuc.lift).toBeCloseTo(auc(b) - auc(a), 9)
  })

  test('RMSE against NumPy and SciPy', async () => {
    type Case = { a: number[]; b: number[]; values: [number, number]; statistic: number; p: number }
    for (const one of golden<Case>('ab-rmse')) {
      const path = (errors: number[]) =>
        csv({ target: errors.map(() => 10), prediction: errors.map(error => 10 + error) })
      const words = [path(one.a), path(one.b), '--target', 'target', '--prediction', 'prediction']
      const regression = await answer(...words, '--task', 'regression')
      expect(regression.metric).toEqual({ name: 'rmse', kind: 'rmse', better: 'lower' })
      expect(regression.a.value).toBeCloseTo(one.values[0], 10)
      expect(regression.b.value).toBeCloseTo(one.values[1], 10)
      expect(regression.test.statistic).toBeCloseTo(one.statistic, 9)
      expect(regression.test.pValue).toBeCloseTo(one.p, 9)
      const absolute = await answer(...words, '--task', 'regression', '--measure', 'mae')
      const mae = one.a.reduce((sum, error) => sum + Math.abs(error), 0) / one.a.length
      expect(absolute.a.value).toBeCloseTo(mae, 10)
    }
  })
})

describe('no answer', () => {
  const numbers = csv({
    ok: yes(3, 30),
    text: range(30).map(i => `t${i}`),
    same: range(30).map(() => 4),
    one: [1.5, ...range(29).map(() => null)],
    none: range(30).map(() => null),
  })
  const other = csv({ ok: range(30).map(() => 'maybe'), one: range(30).map(i => i / 2) })

  test.each([
    [[], 'two files of outcomes are missing'],
    [[numbers], "B's file is missing"],
    [[numbers, numbers], 'no outcome is named'],
    [[numbers, '/nowhere.csv', '--metric', 'ok'], '/nowhere.csv'],
    [[numbers, numbers, '--metric', 'okay'], 'has no column "okay"'],
    [[numbers, numbers, '--metric', 'text'], 'holds no numbers'],
    [[numbers, numbers, '--metric', 'same'], 'neither arm varies'],
    [[numbers, numbers, '--metric', 'one'], 'holds one value'],
    [[numbers, numbers, '--metric', 'none'], '"none" of '],
    [[numbers, other, '--metric', 'ok'], 'cannot be read as'],
    [[numbers, numbers, '--metric', 'ok', '--target', 'ok'], 'not both'],
    [[numbers, numbers, '--target', 'ok'], 'no answer beside the target'],
    [[numbers, numbers, '--target', 'ok', '--prediction', 'text'], 'no prediction of either arm'],
    [[numbers, numbers, '--target', 'ok', '--prediction', 'ok', '--measure', 'rmse'], 'no measure of'],
    [[numbers, numbers, '--metric', 'ok', '--latency', 'none'], '"none" of '],
    [[numbers, numbers, '--metric', 'ok', '--latency', 'one'], 'too few for a p95'],
    [[numbers, numbers, '--metric', 'ok', '--max-latency-increase', '5%'], '--latency'],
    [[numbers, numbers, '--metric', 'ok', '--relative'], '--min-lift'],
    [['--a', '4/5'], '--b is missing'],
    [['--a', '4/5', '--b', '1,2,3'], 'of two kinds'],
    [['--a', '4/5', '--b', '6/5'], '--b'],
    [['--a', '4/0', '--b', '4/5'], '--a'],
    [['--a', '1,-2,5', '--b', '1,2,5'], '--a'],
    [['--a', '1,2,1', '--b', '1,2,5'], '--a'],
    [['--a', '1,NaN,9', '--b', '1,2,5'], '--a'],
    [[numbers, '--a', '4/5', '--b', '4/5'], 'not both'],
    [['--a', '4/5', '--b', '4/5', '--metric', 'ok'], '--metric is of files'],
    [['--a', '0/5', '--b', '4/5', '--min-lift', '5%'], 'no relative improvement'],
    [['--a', '4/5', '--b', '4/5', '--alpha', '0.5'], '--alpha'],
    [['--a', '4/5', '--b', '4/5', '--power', '1'], '--power'],
    [['--a', '4/5', '--b', '4/5', '--min-lift', '-1'], '--min-lift'],
  ])('%j', async (words, message) => {
    const { exit, stdout, stderr } = await run('ab', ...words)
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' })
    expect(stderr).toContain(message)
    expect(stderr).not.toMatch(/NaN of|undefined/)
  })
})
