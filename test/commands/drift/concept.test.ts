import { existsSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { csv, range } from './files.ts'
import { driftJson, run } from './run.ts'

const asked = ['--target', 'y', '--prediction', 'p', '--score', 's']

/** A model that is right about `right` of ten rows, and whose one feature is `shift` from where it was. */
function window(right: number, shift = 0, extra: Readonly<Record<string, readonly (number | null)[]>> = {}) {
  const p = range(400).map(i => i % 2)
  const y = p.map((label, i) => (Math.floor(i / 2) % 10 < right ? label : 1 - label))
  const s = p.map((label, i) => 0.5 + (label - 0.5) * 0.6 + (i % 7) / 100)
  return csv({ x: range(400, shift), y, p, s, ...extra })
}

const conceptDrift = async (...argv: readonly string[]) =>
  (await driftJson(...argv, ...asked)).summary.conceptDrift

describe('concept drift: quality fell, and every feature held still', () => {
  test('is said in JSON and in words', async () => {
    const windows = [window(9), window(6)]
    expect(await conceptDrift(...windows)).toBe(true)
    const { exit, stdout } = await run('drift', ...windows, ...asked)
    expect(exit).toBe(1)
    expect(stdout).toContain('probably concept drift')
  })

  test.each<[string, string, string]>([
    ['quality held', window(9), window(9)],
    ['quality rose', window(6), window(9)],
    ['a feature drifted', window(9), window(6, 300)],
    [
      'a feature is empty',
      window(9, 0, { z: range(400) }),
      window(6, 0, { z: range(400).map(i => (i % 2 ? null : i)) }),
    ],
    ['a feature is gone', window(9, 0, { z: range(400) }), window(6)],
  ])('is not said when %s', async (_, reference, current) => {
    expect(await conceptDrift(reference, current)).toBe(false)
    expect((await run('drift', reference, current, ...asked)).stdout).not.toContain('concept drift')
  })

  test('a column that only the current window has does not hide it', async () => {
    expect(await conceptDrift(window(9), window(6, 0, { fresh: range(400) }))).toBe(true)
  })
})

describe('quality decides the status', () => {
  test.each([
    [[], 1],
    [['--max-drop', '0.9'], 0],
    [['--fail-on', 'drift'], 0],
  ])('%j: %i', async (options, exit) => {
    const wide = options[0] === '--max-drop' ? ['--rule', 'log_loss > 99', '--rule', 'brier > 99'] : []
    expect((await run('drift', window(9), window(8), ...asked, ...options, ...wide)).exit).toBe(exit)
  })

  test('a rule for one metric leaves the others to --max-drop', async () => {
    const { degradation } = await driftJson(window(9), window(8), ...asked, '--rule', 'accuracy < 0.5')
    const fell = degradation.filter(row => row.degraded).map(row => row.check)
    expect(fell).not.toContain('accuracy')
    expect(fell).toContain('f1')
  })
})

const file = '../shared/fixtures/concept/label_flip.csv'

test.skipIf(!existsSync(file))(
  'labels flipped, data unchanged: concept drift and no data drift',
  async () => {
    const wheres = ['--reference-where', "period = 'reference'", '--current-where', "period = 'current'"]
    const columns = ['--target', 'y_true', '--prediction', 'y_pred', '--score', 'y_pred_proba']
    const { summary, drift, degradation } = await driftJson(file, file, ...wheres, ...columns)
    expect(summary).toMatchObject({ conceptDrift: true })
    expect(drift.filter(row => row.role !== 'target' && row.drifted)).toEqual([])
    const accuracy = degradation.find(row => row.check === 'accuracy')
    expect(accuracy).toMatchObject({ degraded: true, baseline: 0.9515, current: 0.5515 })
  },
)
