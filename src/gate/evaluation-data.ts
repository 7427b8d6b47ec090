import { type Evidence, isEvaluation } from './evidence.ts'
import type { EvaluationData } from './judgement.ts'

/**
 * Whether two versions were scored on the same data, by what their runs logged as evaluation, test, validation or
 * holdout data. For each purpose that both name, all digests have to be the same; where they name none in common, all
 * digests of either. What only one of them was scored on besides does not matter.
 */
export function evaluationData(candidate: Evidence, champion: Evidence, ignored: boolean): EvaluationData {
  const [own, other] = [digestsByContext(candidate), digestsByContext(champion)]
  const common = [...own.keys()].filter(context => other.has(context))
  const isSame =
    common.length > 0
      ? common.every(context => isEqual(own.get(context), other.get(context)))
      : isEqual(all(own), all(other))
  const logged = [own, other].filter(({ size }) => size > 0).length
  const verdict = logged === 0 ? 'unknown' : logged === 1 ? 'one-sided' : isSame ? 'same' : 'different'
  return { verdict, candidate: [...all(own)], champion: [...all(other)], ignored }
}

type Digests = ReadonlySet<string>

function digestsByContext({ data }: Evidence): ReadonlyMap<string, Digests> {
  const digests = new Map<string, Set<string>>()
  for (const { context, digest } of data.filter(isEvaluation)) {
    const key = context.toLowerCase()
    digests.set(key, (digests.get(key) ?? new Set()).add(digest))
  }
  return digests
}

/** In code point order, so that the answer does not hang on the order of logging. */
function all(digests: ReadonlyMap<string, Digests>): Digests {
  return new Set([...digests.values()].flatMap(set => [...set]).sort())
}

function isEqual(some: Digests | undefined, others: Digests | undefined): boolean {
  return some?.size === others?.size && [...(some ?? [])].every(digest => others?.has(digest))
}
