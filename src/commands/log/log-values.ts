import { MlregError } from '../../errors.ts'
import { type Batch, logBatch } from '../../store/log-batch.ts'
import { noteTag } from '../../store/tags.ts'
import type { Context, Outcome } from '../command.ts'
import { acknowledgement } from '../tracking/acknowledgement.ts'
import { nowMs } from '../tracking/clock.ts'
import { metricValue } from '../tracking/metric-value.ts'
import { operandPairs, refuseTwice } from '../tracking/pair.ts'
import { readInput } from '../tracking/read-input.ts'
import { resolveRun, runReference } from '../tracking/resolve-run.ts'
import type { WriteOptions } from '../tracking/store-options.ts'
import { writingStore } from '../tracking/with-store.ts'

export interface LogOptions extends WriteOptions {
  readonly run?: string
}

interface MetricOptions extends LogOptions {
  readonly step?: number
  /** Milliseconds since 1970. */
  readonly time?: number
}

type Values = readonly [keyValues: readonly string[]]

export async function logParams(context: Context<LogOptions, Values>): Promise<Outcome> {
  const params = operandPairs(context.operands[0])
  refuseTwice('param', params)
  return await logValues(context, { params })
}

export async function logTags(context: Context<LogOptions, Values>): Promise<Outcome> {
  return await logValues(context, { tags: operandPairs(context.operands[0]) })
}

/** Under the name that MLflow gives it, so that a note is one there too. */
export async function logNote(context: Context<LogOptions, readonly [text: string]>): Promise<Outcome> {
  const [text] = context.operands
  const value = text === '-' ? (await readInput(context.io.stdin)).toString('utf8') : text
  return await logValues(context, { tags: [[noteTag, value.trimEnd()]] })
}

export async function logMetrics(context: Context<MetricOptions, Values>): Promise<Outcome> {
  const { io, options, operands } = context
  const { step = 0 } = options
  const timeMs = options.time ?? nowMs(io)
  const timeIsAssumed = options.time === undefined && options.step !== undefined
  const metrics = operandPairs(operands[0]).map(([key, text]) => {
    const value = metricValue(text)
    if (value !== undefined) return { key, value, step, timeMs, timeIsAssumed }
    throw new MlregError('bad-input', `the value of metric "${key}" is no number: "${text}"`)
  })
  return await logValues(context, { metrics })
}

async function logValues(
  context: Pick<Context<LogOptions>, 'io' | 'options'>,
  batch: Batch,
): Promise<Outcome> {
  const { io, options } = context
  const reference = runReference(io, options.run)
  return await writingStore(context, store =>
    store.write(() => {
      const run = resolveRun(store, reference)
      logBatch(store, run, batch)
      const counts = Object.fromEntries(Object.entries(batch).map(([kind, list]) => [kind, list.length]))
      return acknowledgement(options, 'mlreg.logged/1', { run: run.id, ...counts }, '')
    }),
  )
}
