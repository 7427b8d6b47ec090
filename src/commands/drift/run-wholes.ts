import type { MeasuredColumn } from '../../drift/policy.ts'
import { MlregError } from '../../errors.ts'
import type { Multivariate } from '../../multivariate/compare-wholes.ts'
import { wholeTests } from '../../multivariate/whole-tests.ts'
import type { DriftOptions } from './drift-options.ts'
import { type DriftRun, since, type Windows } from './open-windows.ts'

/** Whether the windows are to be compared as wholes: that is asked for, or a rule decides by it. */
function asksForWholes({ multivariate, rule: rules = [] }: DriftOptions): boolean {
  const named = new Set(rules.flatMap(({ conditions }) => conditions.map(({ measure }) => measure)))
  return multivariate === true || wholeTests.some(({ name }) => named.has(name))
}

/**
 * Throws `cannot-compare` for a profile: a gate that is to look at rows does not pass without having seen them, and no
 * later window of the same pipeline would have any.
 */
export function requireRows({ profiles, reference, current }: Windows, options: DriftOptions): void {
  const [role, { source }] = profiles.reference ? ['reference', reference] : ['current window', current]
  if ((profiles.reference ?? profiles.current) === undefined || !asksForWholes(options)) return
  throw new MlregError(
    'cannot-compare',
    `windows as wholes are compared row by row, and the ${role} ${source} is a profile: it has no rows`,
    { hint: 'give the window that the profile was made of, or leave out --multivariate and its rules' },
  )
}

/** Compares the windows as wholes when that is asked for, or when a rule decides by it. */
export async function runWholes(
  { context: { options, explain }, engine, progress }: DriftRun,
  { reference, current }: Windows,
  measured: readonly MeasuredColumn[],
): Promise<Multivariate | undefined> {
  if (!asksForWholes(options)) return undefined
  const { rule: rules = [], alpha, minEffect } = options
  progress.say('comparing the windows as wholes')
  const started = performance.now()
  const { compareWholes } = await import('../../multivariate/compare-wholes.ts')
  const request = { measured, rules, alpha, minEffect, seed: options.seed }
  const result = await compareWholes(engine, reference, current, request)
  explain(`windows compared as wholes in ${since(started)}`)
  return result
}
