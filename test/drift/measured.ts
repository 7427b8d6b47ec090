import { defaultSettings } from '../../src/drift/drift-test.ts'
import { measureColumn } from '../../src/drift/measure-column.ts'
import type { MeasuredColumn } from '../../src/drift/policy.ts'
import { driftTests } from '../../src/drift/tests.ts'
import type { ColumnProfile } from '../../src/profile/profile.ts'
import { categorical, numeric } from './windows.ts'

const tests = driftTests.map(({ name }) => name)

type Extras = Partial<Omit<MeasuredColumn, 'measure'>>

/** A column measured in two windows of numbers or of categories. */
export function measured(
  name: string,
  reference: readonly number[] | readonly string[],
  current: readonly number[] | readonly string[],
  extras: Extras = {},
): MeasuredColumn {
  const [before, after] = [profileOf(reference), profileOf(current)]
  const measure = measureColumn({
    reference: { name, profile: before },
    current: { name, profile: after },
    plan: { tests, settings: defaultSettings, bins: 'quantile' },
  })
  return { name, role: 'feature', kind: before.kind, missing: false, measure, ...extras }
}

/** A column that the current window lacks. */
export function missing(name: string, extras: Extras = {}): MeasuredColumn {
  const { measure, ...rest } = measured(name, [1, 2], [1])
  return {
    ...rest,
    measure: { reference: measure.reference, tests: {}, unavailable: {} },
    missing: true,
    ...extras,
  }
}

/** The same column with figures of one's own: for limits that no handful of values meets exactly. */
export function withFigures(
  column: MeasuredColumn,
  figures: MeasuredColumn['measure']['tests'],
): MeasuredColumn {
  return { ...column, measure: { ...column.measure, tests: { ...column.measure.tests, ...figures } } }
}

function profileOf(values: readonly number[] | readonly string[]): ColumnProfile {
  return typeof values[0] === 'string'
    ? categorical(values as readonly string[])
    : numeric(values as readonly number[])
}
