import { MlregError } from '../../errors.ts'
import type { GateJudgement } from '../../gate/judgement.ts'

/** Why a version could not be judged: the first rule that could not, and how many there are. */
export function cannotCompare({ verdict, model, rules }: GateJudgement): MlregError | undefined {
  if (verdict !== 'cannot-compare') return undefined
  const open = rules.filter(({ passed }) => passed === null)
  const [first] = open
  const count = open.length === 1 ? '1 rule' : `${open.length} rules`
  const message = `${model} cannot be judged by ${count}: ${first?.rule}: ${first?.message}`
  return new MlregError('cannot-compare', message, first?.hint === undefined ? {} : { hint: first.hint })
}
