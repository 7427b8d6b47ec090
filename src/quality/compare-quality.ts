import type { Engine } from '../data/engine.ts'
import type { OpenedWindow } from '../data/window.ts'
import type { DegradationRow } from '../degradation/degradation-row.ts'
import type { Rule } from '../drift/rule.ts'
import { choosePositive } from './choose-task.ts'
import { judgeQuality } from './judge-quality.ts'
import type { Outcomes } from './outcomes.ts'
import { type OutcomeColumns, readOutcomes } from './read-outcomes.ts'

export interface QualityRequest {
  /** Names of the columns that say what the model answered and what was true. */
  readonly target?: string
  readonly prediction?: string
  readonly score?: string
  readonly task: Outcomes['task']
  readonly positive?: string
  readonly maxDrop: number
  readonly rules: readonly Rule[]
  /** How sure a fall has to be, 0.5 to 1; absent to judge metrics as they are. */
  readonly confidence?: number | undefined
}

export interface QualityComparison {
  readonly rows: readonly DegradationRow[]
  /** Why quality was not compared, when it was asked for and could not be, or says nothing. */
  readonly warning?: string
}

/** Compares a model's quality in both windows, where both hold a target and an answer to it. */
export async function compareQuality(
  engine: Engine,
  reference: OpenedWindow,
  current: OpenedWindow,
  request: QualityRequest,
): Promise<QualityComparison> {
  const column = request.prediction ?? request.score
  if (request.target === undefined) return { rows: [] }
  if (column === undefined) {
    return { rows: [], warning: 'quality was not compared: --target needs --prediction or --score beside it' }
  }
  const [before, after] = [columnsOf(reference, request), columnsOf(current, request)]
  if (before === undefined || after === undefined) {
    const role = before === undefined ? 'reference' : 'current window'
    return { rows: [], warning: `quality was not compared: the ${role} lacks the target or an answer to it` }
  }
  const positive =
    request.task === 'classification'
      ? await choosePositive(engine, reference, before.target, request.positive)
      : undefined
  const outcomes = [
    await readOutcomes(engine, reference, before, request.task, positive),
    await readOutcomes(engine, current, after, request.task, positive),
  ]
  const [referenceOutcomes, currentOutcomes] = outcomes
  if (referenceOutcomes === undefined || currentOutcomes === undefined) {
    const role = referenceOutcomes === undefined ? 'reference' : 'current window'
    return {
      rows: [],
      warning: `quality was not compared: no row of the ${role} has both a target and an answer`,
    }
  }
  const rows = judgeQuality(referenceOutcomes, currentOutcomes, { ...request, column })
  return answersNoLabel(referenceOutcomes)
    ? {
        rows,
        warning: `no prediction of the reference is a label of ${request.target}: are they coded alike?`,
      }
    : { rows }
}

/** Targets yes and no beside predictions 1 and 0: every metric is 0 in both windows, and nothing can fall. */
function answersNoLabel(outcomes: Outcomes): boolean {
  if (outcomes.task === 'regression' || outcomes.confusion.size === 0) return false
  const { confusion } = outcomes
  return ![...confusion.values()].some(predicted => [...predicted.keys()].some(label => confusion.has(label)))
}

function columnsOf(
  { columns }: OpenedWindow,
  { target, prediction, score }: QualityRequest,
): OutcomeColumns | undefined {
  const named = (name: string | undefined) =>
    columns.find(column => column.name === name && column.kind !== 'null')
  const found = { target: named(target), prediction: named(prediction), score: named(score) }
  if (found.target === undefined || (found.prediction === undefined && found.score === undefined))
    return undefined
  return {
    target: found.target,
    ...(found.prediction ? { prediction: found.prediction } : {}),
    ...(found.score ? { score: found.score } : {}),
  }
}
