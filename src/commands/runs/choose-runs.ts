import type { Io } from '../../io.ts'
import type { Condition } from '../../search/condition.ts'
import { filterSql, type Sql } from '../../search/filter-sql.ts'
import { orderSql } from '../../search/order-by.ts'
import { parseFilter } from '../../search/parse-filter.ts'
import { addFunctions } from '../../search/sql-functions.ts'
import { type Run, selectedRuns } from '../../store/runs.ts'
import type { Store } from '../../store/store.ts'
import { nowMs, parseTime } from '../tracking/clock.ts'
import { resolveExperiment } from '../tracking/resolve-experiment.ts'
import { unknownKeys } from './unknown-keys.ts'

/** What says which runs are meant. */
export interface Choice {
  readonly experiment?: readonly string[]
  readonly filter?: string
  readonly orderBy?: readonly string[]
  readonly deleted?: boolean
  /** 0 for all. */
  readonly limit: number
}

/** Runs that were chosen, and how many there are without the limit. */
export interface Chosen {
  readonly runs: readonly Run[]
  readonly total: number
  /** What may be wrong with a filter that chose none. */
  readonly warnings: readonly string[]
}

/** The runs chosen, the newest first unless an order is asked for, and how many there are without the limit. */
export function chooseRuns(store: Store, io: Pick<Io, 'env'>, choice: Choice): Chosen {
  const { limit, orderBy = [] } = choice
  const order = orderSql(orderBy)
  const condition = parseFilter(choice.filter ?? '', { nowMs: nowMs(io), parseTime })
  const where = conditions(store, choice, condition)
  addFunctions(store)
  const chosen = selectedRuns(store, {
    where: where.map(({ text }) => text).join(' AND '),
    values: where.flatMap(({ values }) => values),
    order: order.text,
    orderValues: order.values,
    ...(limit === 0 ? {} : { limit }),
  })
  const isEmpty = chosen.total === 0 && condition !== undefined
  return { ...chosen, warnings: isEmpty ? unknownKeys(store, condition) : [] }
}

function conditions(store: Store, choice: Choice, condition: Condition | undefined): Sql[] {
  const { experiment = [], deleted = false } = choice
  const ids = experiment.map(name => Number(resolveExperiment(store, name).id))
  const ofExperiments = {
    text: 'runs.experiment IN (SELECT value FROM json_each(?))',
    values: [JSON.stringify(ids)],
  }
  return [
    { text: 'runs.lifecycle = ?', values: [deleted ? 'deleted' : 'active'] },
    ...(ids.length === 0 ? [] : [ofExperiments]),
    ...(condition === undefined ? [] : [filterSql(condition)]),
  ]
}
