import { isTable } from '../config/setting-texts.ts'
import type { CardFacts } from './card-facts.ts'

/** One metric of a result of the front matter's model-index. */
export interface IndexMetric {
  readonly type: string
  readonly value: unknown
}

/** One result, as Hugging Face has them: a task, a data set, metrics. */
export interface IndexResult {
  readonly task: { readonly type: string }
  readonly dataset: {
    readonly type: string
    readonly name: string
    readonly revision?: string
    readonly args: { readonly measured_by: Measured }
  }
  readonly metrics: readonly {
    readonly type: string
    readonly name: string
    readonly value: number | string
  }[]
}

/** Where a result's numbers are from, which the linter goes by: the run logged them, or the card's subgroups did. */
type Measured = 'run' | 'card'

const regression = /^(r2|mae|mse|rmse|mape|.*(squared|absolute)_error)$/i

/** The run's latest metrics as a result, nothing without metrics. */
export function runResult({ metrics, evaluation, training, run }: CardFacts): IndexResult | undefined {
  if (run === undefined || metrics.size === 0) return undefined
  const data = evaluation[0] ?? training[0]
  const isRegression = [...metrics.keys()].some(key => regression.test(key))
  return {
    task: { type: isRegression ? 'tabular-regression' : 'tabular-classification' },
    dataset: {
      type: 'tabular',
      name: data?.name ?? 'not recorded',
      ...(data === undefined ? {} : { revision: data.digest }),
      args: { measured_by: 'run' },
    },
    metrics: [...metrics].map(([key, value]) => ({
      type: key,
      name: key,
      value: Number.isFinite(value) ? value : String(value),
    })),
  }
}

/** Nothing without results: hubs refuse an index of none. */
export function modelIndex(name: string, results: readonly unknown[]): unknown {
  const known = results.filter(one => one !== undefined)
  return known.length === 0 ? undefined : [{ name, results: known }]
}

/** A result of a model-index that somebody may have edited: what has another shape is left out. */
interface ReadResult {
  /** Who measured: undefined of results that people added. */
  readonly measuredBy: Measured | undefined
  readonly metrics: readonly IndexMetric[]
  /** As it stands there. */
  readonly raw: unknown
}

export function resultsOf(index: unknown): ReadResult[] {
  const entries = Array.isArray(index) ? index.filter(isTable) : []
  const results = entries.flatMap(({ results }) => (Array.isArray(results) ? results.filter(isTable) : []))
  return results.map(raw => {
    const args = isTable(raw.dataset) && isTable(raw.dataset.args) ? raw.dataset.args : {}
    const metrics = Array.isArray(raw.metrics) ? raw.metrics.filter(isTable) : []
    return {
      measuredBy: args.measured_by === 'run' || args.measured_by === 'card' ? args.measured_by : undefined,
      metrics: metrics.flatMap(({ type, value }) => (typeof type === 'string' ? [{ type, value }] : [])),
      raw,
    }
  })
}
