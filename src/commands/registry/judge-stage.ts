import { MlregError } from '../../errors.ts'
import type { Judge } from '../../registry/promote-version.ts'

/** What a stage asks of a version beyond transitions and approvals. */
export function judgeStage(): Judge {
  return (version, { name, rules, card }) => {
    if (rules.length === 0 && !card) return { refusals: [], evidence: null }
    const what = `${version.name}/${version.version}`
    throw new MlregError('cannot-compare', `${what} cannot be judged by the rules of ${name} yet`)
  }
}
