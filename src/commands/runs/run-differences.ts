import { artifactsOf } from '../../store/artifact-rows.ts'
import type { DataInput } from '../../store/data-inputs.ts'
import type { Store } from '../../store/store.ts'
import { type ListedRun, listedRuns } from '../tracking/run-document.ts'
import { isBetter } from './metric-direction.ts'

/** One thing that both runs may have; null where a run has none. */
export interface Pair<Value> {
  readonly key: string
  readonly a: Value | null
  readonly b: Value | null
}

export interface MetricPair extends Pair<number> {
  /** b - a; null where that is not a number. */
  readonly change: number | null
  /** Whether b is better; null where the metric's name does not say which way that is, or neither is. */
  readonly better: boolean | null
}

export interface DataPair extends Pair<DataInput> {
  readonly name: string
  readonly context: string
  /** Columns by name, where both schemas are known. */
  readonly columns: ColumnChanges | null
}

export interface ColumnChanges {
  readonly added: readonly string[]
  readonly removed: readonly string[]
  readonly retyped: readonly string[]
}

/** Two runs beside each other. Files are shown and make no difference: a log differs always. */
export interface RunDifferences {
  readonly params: readonly Pair<string>[]
  readonly metrics: readonly MetricPair[]
  readonly tags: readonly Pair<string>[]
  readonly data: readonly DataPair[]
  readonly git: readonly Pair<string>[]
  readonly environment: readonly Pair<string>[]
  readonly files: readonly Pair<string>[]
}

const patch = /(^|\/)changes\.patch$/

/** All that two runs have, beside each other. */
export function runPairs(store: Store, a: ListedRun, b: ListedRun): RunDifferences {
  const files = [a, b].map(
    ({ run }) => new Map(artifactsOf(store, run).map(({ path, digest }) => [path, digest] as const)),
  ) as [Map<string, string>, Map<string, string>]
  return {
    params: pairs(a.values.params, b.values.params),
    metrics: pairs(a.values.metrics, b.values.metrics).map(toMetricPair),
    tags: pairs(a.values.tags, b.values.tags),
    data: dataPairs(a.data, b.data),
    git: pairs(gitOf(a, files[0]), gitOf(b, files[1])),
    environment: pairs(flat(a.run.environment), flat(b.run.environment)),
    files: pairs(files[0], files[1]),
  }
}

/** What is not the same. */
export function differing(all: RunDifferences): RunDifferences {
  const unequal = <One extends Pair<unknown>>(list: readonly One[]) => list.filter(pair => !isSame(pair))
  return {
    params: unequal(all.params),
    metrics: unequal(all.metrics),
    tags: unequal(all.tags),
    data: unequal(all.data),
    git: unequal(all.git),
    environment: unequal(all.environment),
    files: unequal(all.files),
  }
}

export function isSame({ a, b }: Pair<unknown>): boolean {
  if (isData(a) && isData(b)) return a.digest === b.digest && a.cutoff === b.cutoff
  return Object.is(a, b) || a === b
}

function isData(value: unknown): value is DataInput {
  return typeof value === 'object' && value !== null
}

/** Two maps as one list, by key in code point order. */
function pairs<Value>(a: ReadonlyMap<string, Value>, b: ReadonlyMap<string, Value>): Pair<Value>[] {
  const keys = [...new Set([...a.keys(), ...b.keys()])].sort()
  return keys.map(key => ({ key, a: a.get(key) ?? null, b: b.get(key) ?? null }))
}

function toMetricPair({ key, a, b }: Pair<number>): MetricPair {
  const change = a === null || b === null ? Number.NaN : b - a
  const better = a === null || b === null ? undefined : isBetter(key, a, b)
  return { key, a, b, change: Number.isFinite(change) ? change : null, better: better ?? null }
}

/** Data of one name for one purpose are the same input; of several, in the order they were recorded. */
function dataPairs(a: readonly DataInput[], b: readonly DataInput[]): DataPair[] {
  return pairs(byPurpose(a), byPurpose(b)).map(pair => {
    const { name, context } = (pair.a ?? pair.b) as DataInput
    return { ...pair, name, context, columns: columnChanges(pair.a, pair.b) }
  })
}

function byPurpose(inputs: readonly DataInput[]): Map<string, DataInput> {
  const found = new Map<string, DataInput>()
  for (const input of inputs) {
    const purpose = JSON.stringify([input.context, input.name])
    let key = purpose
    for (let n = 2; found.has(key); n++) key = `${purpose} ${n}`
    found.set(key, input)
  }
  return found
}

function columnChanges(a: DataInput | null, b: DataInput | null): ColumnChanges | null {
  if (!a?.schema || !b?.schema) return null
  const [before, after] = [a.schema, b.schema].map(
    schema => new Map(schema.map(({ name, type }) => [name, type] as const)),
  ) as [Map<string, string>, Map<string, string>]
  return {
    added: [...after.keys()].filter(name => !before.has(name)),
    removed: [...before.keys()].filter(name => !after.has(name)),
    retyped: [...after.keys()].filter(name => before.has(name) && before.get(name) !== after.get(name)),
  }
}

/** Commit, branch and whatever else was seen, and the patch of what was not committed. */
function gitOf({ run }: ListedRun, files: ReadonlyMap<string, string>): Map<string, string> {
  const seen = flat(run.git)
  const path = [...files.keys()].find(name => patch.test(name))
  const digest = path === undefined ? undefined : files.get(path)
  return digest === undefined ? seen : new Map([...seen, ['patch', digest]])
}

/** A nested object as texts by dotted names; what is null is not there. */
function flat(value: unknown, path = ''): Map<string, string> {
  if (value === null || value === undefined) return new Map()
  if (typeof value !== 'object' || Array.isArray(value)) {
    return new Map([[path, typeof value === 'string' ? value : JSON.stringify(value)]])
  }
  const parts = Object.entries(value).flatMap(([key, part]) => [
    ...flat(part, path === '' ? key : `${path}.${key}`),
  ])
  return new Map(parts)
}

/** Both runs with their values. */
export function bothRuns(
  store: Store,
  runs: readonly [ListedRun['run'], ListedRun['run']],
): [ListedRun, ListedRun] {
  return listedRuns(store, runs) as [ListedRun, ListedRun]
}
