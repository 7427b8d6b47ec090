import { MlregError } from '../../errors.ts'
import { nearest } from '../../nearest.ts'
import { formatCount } from '../../report/numbers.ts'
import type { Tone } from '../../report/report.ts'
import { entityOf } from '../../search/fields.ts'
import { isAddedMetric } from '../../store/added-by-tests.ts'
import { metricJson } from '../tracking/metric-value.ts'
import { isoTime, type ListedRun } from '../tracking/run-document.ts'
import { durationText, metricText, statusTone, timeText } from '../tracking/run-texts.ts'

/** One column of a list of runs: what people read, and what a spreadsheet gets. */
export interface RunColumn {
  readonly name: string
  readonly title: string
  /** What its values are in, beside the title. */
  readonly unit?: string
  readonly align: 'left' | 'right'
  text(listed: ListedRun): string
  value(listed: ListedRun): string | number | null
  tone?(listed: ListedRun): Tone
}

export type ValueKind = 'metrics' | 'params' | 'tags'

type Plain = Pick<RunColumn, 'name' | 'title' | 'text' | 'value'> & Partial<RunColumn>

const plain = (column: Plain): RunColumn => ({ align: 'left', ...column })

/** The columns of a run's own row. */
const ownColumns: readonly RunColumn[] = [
  plain({
    name: 'id',
    title: 'run',
    text: ({ run }) => run.id.slice(0, 8),
    value: ({ run }) => run.id,
  }),
  plain({ name: 'name', title: 'name', text: ({ run }) => run.name, value: ({ run }) => run.name }),
  plain({
    name: 'status',
    title: 'status',
    text: ({ run }) => run.status,
    value: ({ run }) => run.status,
    tone: ({ run }) => statusTone(run.status),
  }),
  plain({
    name: 'start',
    title: 'started',
    unit: 'UTC',
    text: ({ run }) => timeText(run.startMs),
    value: ({ run }) => isoTime(run.startMs),
  }),
  plain({
    name: 'end',
    title: 'ended',
    unit: 'UTC',
    text: ({ run }) => (run.endMs === null ? '–' : timeText(run.endMs)),
    value: ({ run }) => (run.endMs === null ? null : isoTime(run.endMs)),
  }),
  plain({
    name: 'duration',
    title: 'took',
    align: 'right',
    text: ({ run }) => durationText(run),
    value: ({ run }) => (run.endMs === null ? null : (run.endMs - run.startMs) / 1000),
  }),
  plain({
    name: 'experiment',
    title: 'experiment',
    text: ({ run }) => run.experiment,
    value: ({ run }) => run.experiment,
  }),
  plain({ name: 'user', title: 'user', text: ({ run }) => run.user, value: ({ run }) => run.user }),
  plain({
    name: 'parent',
    title: 'parent',
    text: ({ run }) => run.parent?.slice(0, 8) ?? '–',
    value: ({ run }) => run.parent,
  }),
  plain({
    name: 'commit',
    title: 'commit',
    text: ({ run }) => run.git?.commit?.slice(0, 8) ?? '–',
    value: ({ run }) => run.git?.commit ?? null,
  }),
  plain({
    name: 'branch',
    title: 'branch',
    text: ({ run }) => run.git?.branch ?? '–',
    value: ({ run }) => run.git?.branch ?? null,
  }),
  plain({
    name: 'data',
    title: 'data',
    text: ({ data }) => (data.length === 0 ? '–' : data.map(({ name }) => name).join(', ')),
    value: ({ data }) => data.map(({ name, digest }) => `${name}@${digest.slice(0, 12)}`).join(' ') || null,
  }),
  plain({
    name: 'files',
    title: 'files',
    align: 'right',
    text: ({ values }) => formatCount(values.artifacts.files),
    value: ({ values }) => values.artifacts.files,
  }),
  plain({
    name: 'bytes',
    title: 'bytes',
    align: 'right',
    text: ({ values }) => formatCount(values.artifacts.bytes),
    value: ({ values }) => values.artifacts.bytes,
  }),
]

export function ownColumn(name: string): RunColumn {
  const column = ownColumns.find(one => one.name === name || one.title === name)
  if (column === undefined) throw new Error(`a run has no column ${name}`)
  return column
}

/** The column of one metric, param or tag. */
export function valueColumn(kind: ValueKind, key: string, listed: readonly ListedRun[]): RunColumn {
  const name = `${kind}.${key}`
  if (kind === 'metrics') {
    return {
      name,
      title: key,
      align: 'right',
      text: ({ values }) => metricText(values.metrics.get(key)),
      value: ({ values }) => metricJson(values.metrics.get(key)),
    }
  }
  const isNumber = listed.every(({ values }) => /^\s*[-+.\deE]*\s*$/.test(values[kind].get(key) ?? ''))
  return {
    name,
    title: key,
    align: isNumber ? 'right' : 'left',
    text: ({ values }) => values[kind].get(key) ?? '–',
    value: ({ values }) => values[kind].get(key) ?? null,
  }
}

/**
 * Every key that any of the runs has, in code point order; what `mlreg drift --log` and `mlreg ab --log` added comes
 * after what the run itself has, which a narrow table would have no room for otherwise.
 */
export function keysOf(kind: ValueKind, listed: readonly ListedRun[]): string[] {
  const keys = [...new Set(listed.flatMap(({ values }) => [...values[kind].keys()]))].sort()
  if (kind !== 'metrics') return keys
  return [...keys.filter(key => !isAddedMetric(key)), ...keys.filter(isAddedMetric)]
}

const kinds: readonly ValueKind[] = ['metrics', 'params', 'tags']

/** The columns of names such as `name`, `metrics.auc`, or `auc` where a run listed has a value of that name. */
export function namedColumns(names: readonly string[], listed: readonly ListedRun[]): RunColumn[] {
  return names.map(name => {
    const own = ownColumns.find(column => column.name === name || column.title === name)
    if (own !== undefined) return own
    const dot = name.indexOf('.')
    const entity = dot > 0 ? entityOf(name.slice(0, dot)) : undefined
    const key = name.slice(dot + 1)
    const kind = kinds.find(one => one === entity)
    if (kind !== undefined && key !== '') return valueColumn(kind, key, listed)
    const found = kinds.find(one => listed.some(({ values }) => values[one].has(name)))
    if (found !== undefined) return valueColumn(found, name, listed)
    // Without any run, nothing can be said against a name.
    if (listed.length === 0) return valueColumn('params', name, listed)
    throw unknownColumn(name, listed)
  })
}

function unknownColumn(name: string, listed: readonly ListedRun[]): MlregError {
  const own = ownColumns.map(column => column.name)
  const near = nearest(name, [...own, ...kinds.flatMap(kind => keysOf(kind, listed))])
  return new MlregError('usage', `no run listed has a column "${name}"`, {
    hint:
      near === undefined
        ? `there are ${own.join(', ')}, and metrics, params and tags: metrics.auc`
        : `did you mean "${near}"?`,
  })
}
