import type { Policy } from '../../drift/policy.ts'
import type { Rule } from '../../drift/rule.ts'
import { driftTests } from '../../drift/tests.ts'
import { MlregError } from '../../errors.ts'
import { nearest } from '../../nearest.ts'
import { checkRules } from './check-rules.ts'

export interface ChosenTests {
  /** Asked for, or named by a rule: these are shown. */
  readonly shown: readonly string[]
  /** These and what the policy needs. */
  readonly computed: readonly string[]
}

/** Which tests to compute and show. Throws `usage` for names that no test has, and for rules that can never hold. */
export function chooseTests(
  asked: readonly string[] | undefined,
  rules: readonly Rule[],
  policy: Policy,
): ChosenTests {
  const names = driftTests.map(({ name }) => name)
  for (const name of asked ?? []) known(name, names)
  checkRules(rules)
  const named = rules.flatMap(rule => rule.conditions.map(({ measure }) => measure))
  const defaults = driftTests.filter(({ isDefault }) => isDefault).map(({ name }) => name)
  const wanted = new Set([...(asked ?? defaults), ...named])
  const needed = new Set([...wanted, ...policy.needs])
  return { shown: names.filter(name => wanted.has(name)), computed: names.filter(name => needed.has(name)) }
}

function known(name: string, names: readonly string[]): void {
  if (names.includes(name)) return
  const near = nearest(name, names)
  throw new MlregError('usage', `there is no test "${name}"`, {
    hint: near === undefined ? 'mlreg drift --list-tests names them all' : `did you mean ${near}?`,
  })
}
