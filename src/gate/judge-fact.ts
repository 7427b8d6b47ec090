import { MlregError } from '../errors.ts'
import { type Evidence, isEvaluation, isTraining } from './evidence.ts'
import type { JudgedRule } from './judgement.ts'
import type { Fact, GateRule } from './rule.ts'
import type { Situation } from './situation.ts'

type Answer = Pick<JudgedRule, 'passed' | 'message' | 'hint'> & { readonly value?: string }

/** What is so or not, and needs no figure. */
export function judgeFact(rule: Extract<GateRule, { kind: 'fact' }>, situation: Situation): JudgedRule {
  const { value = null, ...answer } = answers[rule.fact](situation)
  return { rule: rule.text, metric: rule.name, value, baseline: null, limit: null, ...answer }
}

const answers: Readonly<Record<Fact, (situation: Situation) => Answer>> = {
  'same-data': sameData,
  'data.training': ({ candidate }) => logged(candidate, isTraining, 'training'),
  'data.evaluation': ({ candidate }) => logged(candidate, isEvaluation, 'evaluation'),
  'data.cutoff': cutoff,
  baseline: ({ candidate: { version, name } }) =>
    version.baseline === null
      ? { passed: false, message: `${name} has no baseline that new data could be compared with` }
      : { passed: true, message: `${name} has a baseline`, value: version.baseline },
  card,
}

function sameData({ data, champion }: Situation): Answer {
  if ('missing' in champion) return { passed: null, message: champion.missing, ...hintOf(champion) }
  if (data?.verdict === 'same') {
    return { passed: true, message: 'both were scored on the same data', value: data.candidate.join(' ') }
  }
  const hint = 'score both on the same file and log it: mlreg log data FILE --context evaluation --run RUN'
  if (data?.verdict === 'different') {
    return { passed: null, message: 'both were scored on different data, so this is no comparison', hint }
  }
  const without = data?.candidate.length === 0 ? 'the candidate' : 'the champion'
  return { passed: null, message: `${without} logged no evaluation data`, hint }
}

function hintOf({ hint }: { readonly hint?: string }): { readonly hint?: string } {
  return hint === undefined ? {} : { hint }
}

function logged(candidate: Evidence, isMeant: (data: Evidence['data'][0]) => boolean, what: string): Answer {
  const found = candidate.data.filter(isMeant)
  if (found.length === 0)
    return { passed: false, message: `the run of ${candidate.name} logged no ${what} data` }
  const names = found.map(({ name }) => name).join(', ')
  return {
    passed: true,
    message: `${what} data: ${names}`,
    value: found.map(({ digest }) => digest).join(' '),
  }
}

/** All training data have to say up to when they reach. */
function cutoff({ candidate }: Situation): Answer {
  const training = candidate.data.filter(isTraining)
  const open = training.find(one => one.cutoff === null)
  if (training.length === 0) return logged(candidate, isTraining, 'training')
  if (open !== undefined) return { passed: false, message: `${open.name}, training data, has no cutoff` }
  const cutoffs = training.map(one => one.cutoff).join(' ')
  return { passed: true, message: `training data reach up to ${cutoffs}`, value: cutoffs }
}

/** What `mlreg card lint` says for the stage. A card that cannot be read is a bad card. */
function card({ candidate: { version, name }, lintCard }: Situation): Answer {
  if (version.card === null) {
    return { passed: false, message: `${name} has no model card: make one with "mlreg card init ${name}"` }
  }
  const errors = errorsOf(lintCard)
  const [first = ''] = errors
  if (errors.length === 0) return { passed: true, message: 'the model card passes', value: version.card }
  const more = errors.length === 1 ? '' : `, and ${errors.length - 1} more: mlreg card lint ${name}`
  return { passed: false, message: `the model card: ${first}${more}`, value: version.card }
}

function errorsOf(lintCard: Situation['lintCard']): readonly string[] {
  try {
    const errors = lintCard().findings.filter(({ severity }) => severity === 'error')
    return errors.map(({ place, message }) => `${place}: ${message}`)
  } catch (error) {
    if (error instanceof MlregError && error.code === 'bad-input') return [error.message]
    throw error
  }
}
