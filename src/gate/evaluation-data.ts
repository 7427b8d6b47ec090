import { type Evidence, isEvaluation } from './evidence.ts'
import type { EvaluationData } from './judgement.ts'

/**
 * Whether two versions were scored on the same data: their runs' evaluation, test, validation and holdout data have to
 * have the same digests, all of them.
 */
export function evaluationData(candidate: Evidence, champion: Evidence, ignored: boolean): EvaluationData {
  const [own, other] = [digestsOf(candidate), digestsOf(champion)]
  const isSame = own.length === other.length && own.every((digest, i) => digest === other[i])
  const isKnown = own.length > 0 && other.length > 0
  const verdict = !isKnown ? 'unknown' : isSame ? 'same' : 'different'
  return { verdict, candidate: own, champion: other, ignored }
}

function digestsOf({ data }: Evidence): string[] {
  return [...new Set(data.filter(isEvaluation).map(({ digest }) => digest))].sort()
}
