import { MlregError } from '../../errors.ts'
import type { Io } from '../../io.ts'
import { nearest } from '../../nearest.ts'
import { keysInUse } from '../../store/keys-in-use.ts'
import type { Store } from '../../store/store.ts'
import type { Context, Outcome } from '../command.ts'
import { acknowledgement } from '../tracking/acknowledgement.ts'
import { metricJson } from '../tracking/metric-value.ts'
import { type ListedRun, listedRuns } from '../tracking/run-document.ts'
import type { ReadOptions } from '../tracking/store-options.ts'
import { readingStore } from '../tracking/with-store.ts'
import { type Choice, chooseRuns } from './choose-runs.ts'

type BestOptions = ReadOptions & Choice & { readonly max?: string; readonly min?: string }

/** The run with the greatest or least latest value; of several the newest. NaN is neither, and no answer is exit 2. */
export async function bestRun(context: Context<BestOptions>): Promise<Outcome> {
  const { io, options } = context
  const key = options.max ?? options.min
  if (key === undefined) {
    throw new MlregError('usage', 'the metric is missing', { hint: 'give --max METRIC or --min METRIC' })
  }
  return await readingStore(context, store => {
    const { run, values } = bestOf(store, io, key, options)
    const value = metricJson(values.metrics.get(key) as number)
    const answer = { run: run.id, name: run.name, metric: key, value }
    return acknowledgement(options, 'mlreg.best/1', answer, `${run.id}\n`)
  })
}

function bestOf(store: Store, io: Pick<Io, 'env'>, key: string, options: BestOptions): ListedRun {
  const order = `metrics."${key.replaceAll('"', '""')}" ${options.max === undefined ? 'ASC' : 'DESC'}`
  const { runs, total } = chooseRuns(store, io, { ...options, orderBy: [order], limit: 1 })
  const [listed] = listedRuns(store, runs)
  const value = listed?.values.metrics.get(key)
  if (listed !== undefined && value !== undefined && !Number.isNaN(value)) return listed
  throw noBest(store, key, total, value)
}

function noBest(store: Store, key: string, total: number, value: number | undefined): MlregError {
  if (total === 0) return new MlregError('not-found', 'no run is meant: the filter chooses none')
  const among = total === 1 ? 'the only run meant' : `any of the ${total} runs meant`
  if (value !== undefined) return new MlregError('not-found', `"${key}" is NaN in ${among}`)
  const near = nearest(key, keysInUse(store, 'metrics'))
  return new MlregError('not-found', `there is no metric "${key}" in ${among}`, {
    ...(near === undefined || near === key ? {} : { hint: `did you mean "${near}"?` }),
  })
}
