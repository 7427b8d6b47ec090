import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Engine } from '../../src/data/engine.ts'
import type { OpenedWindow } from '../../src/data/window.ts'
import { compareWindows } from '../../src/drift/compare-windows.ts'
import { defaultSettings } from '../../src/drift/drift-test.ts'
import { policies } from '../../src/drift/policies.ts'
import type { MeasuredColumn, Policy } from '../../src/drift/policy.ts'
import { driftTests } from '../../src/drift/tests.ts'
import { withAutocorrelation } from '../../src/drift/with-autocorrelation.ts'
import { embeddedProfiler } from '../../src/profile/embedded-profiler.ts'
import { parkingProfiler } from '../../src/profile/parking-profiler.ts'
import { openBoth } from '../data/open.ts'

/** Parts and what is held are so small that windows of a few hundred rows take several files' worth of them. */
const parking = { partValues: 70, mostHeld: 0 }
const held = (engine: Engine, window: OpenedWindow) => ({
  window,
  profiler: embeddedProfiler(engine, window),
})
const parked = (engine: Engine, window: OpenedWindow) => ({
  window,
  profiler: parkingProfiler(engine, window, parking),
})

/** Reference and current window of every folder, in each format that both come in. */
const pairs = ['fixtures/windows', '../shared/fixtures/pairs'].filter(existsSync).flatMap(root =>
  readdirSync(root, { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .flatMap(({ name }) =>
      ['parquet', 'csv'].map(
        suffix => [join(root, name, `reference.${suffix}`), join(root, name, `current.${suffix}`)] as const,
      ),
    )
    .filter(files => files.every(existsSync)),
)

test.each(pairs)('%s and %s, put down in files, say the same to the last bit', async (first, second) => {
  const { engine, reference, current } = await openBoth(first, second)
  const measured = (policy: Policy, before: typeof held, after: typeof held) =>
    compareWindows(before(engine, reference), after(engine, current), {
      columns: reference.columns,
      roles: new Map(),
      settled: new Set(),
      selecting: new Set(),
      tests: driftTests.map(({ name }) => name),
      settings: defaultSettings,
      bins: policy.bins,
      confidence: 0.95,
    })
  for (const policy of policies) {
    const whole = await measured(policy, held, held)
    expect(whole.length).toBeGreaterThan(0)
    for (const before of [held, parked]) {
      const long = await measured(policy, before, parked)
      expect(long.map(withoutOrder)).toStrictEqual(whole.map(withoutOrder))
      // The order of the rows is lost in the parts, and told by another query.
      const completed = await withAutocorrelation(engine, { reference, current }, long)
      for (const [i, { measure }] of whole.entries()) {
        if (measure.autocorrelation)
          expect(completed[i]?.measure.autocorrelation).toEqual(measure.autocorrelation)
      }
    }
  }
})

function withoutOrder({ measure, ...column }: MeasuredColumn) {
  const { autocorrelation, ...measured } = measure
  return { ...column, measure: measured }
}
