/** What a condition or an order may be about. */
export interface Field {
  readonly entity: Entity
  /** The key of a metric, param or tag; the name of an attribute or of a part of a dataset. */
  readonly key: string
  /** `free` values are text that may be a number: params and tags. */
  readonly type: 'number' | 'text' | 'free' | 'time' | 'duration'
}

export type Entity = 'metrics' | 'params' | 'tags' | 'attributes' | 'datasets'

/** A part of a run's own row, or of a data input's. */
export interface Part {
  readonly name: string
  readonly also: readonly string[]
  readonly type: 'number' | 'text' | 'time' | 'duration'
  /** An expression about `runs` and `experiments`, or about what is in `among`; NULL where there is none. */
  readonly sql: string
  /** Where a run may have several: what stands between FROM and the condition, of which any will do. */
  readonly among?: string
  /** All that it can be. */
  readonly values?: readonly string[]
}

const statuses = ['RUNNING', 'SCHEDULED', 'FINISHED', 'FAILED', 'KILLED']

const versionsOfRun = `versions AS w JOIN models AS m ON m.id = w.model
  WHERE w.run_id = runs.run_id AND w.lifecycle = 'active' AND m.lifecycle = 'active' AND`
const aliasesOfRun = versionsOfRun.replace('WHERE', 'JOIN aliases AS a ON a.version = w.id WHERE')

/** MLflow's attributes with its other names for them, and ours after them. */
export const attributes: readonly Part[] = [
  { name: 'run_id', also: ['id'], type: 'text', sql: 'runs.run_id' },
  {
    name: 'run_name',
    also: ['name', 'run name', 'Run name', 'Run Name'],
    type: 'text',
    sql: 'runs.name',
  },
  { name: 'status', also: [], type: 'text', sql: 'runs.status', values: statuses },
  { name: 'user_id', also: ['user'], type: 'text', sql: 'runs.user' },
  { name: 'artifact_uri', also: [], type: 'text', sql: "('runs:/' || runs.run_id)" },
  {
    name: 'start_time',
    also: ['created', 'Created', 'started', 'start'],
    type: 'time',
    sql: 'runs.start_ms',
  },
  { name: 'end_time', also: ['ended', 'end'], type: 'time', sql: 'runs.end_ms' },
  { name: 'experiment', also: ['experiment_name'], type: 'text', sql: 'experiments.name' },
  { name: 'duration', also: [], type: 'duration', sql: '((runs.end_ms - runs.start_ms) / 1000.0)' },
  { name: 'parent', also: [], type: 'text', sql: 'runs.parent' },
  { name: 'commit', also: [], type: 'text', sql: "(runs.git ->> '$.commit')" },
  { name: 'branch', also: [], type: 'text', sql: "(runs.git ->> '$.branch')" },
  // Of the versions that were registered from the run. Stages are named in any case, as in models:/churn/production.
  { name: 'model', also: [], type: 'text', sql: 'm.name', among: versionsOfRun },
  { name: 'stage', also: [], type: 'text', sql: 'w.stage COLLATE NOCASE', among: versionsOfRun },
  { name: 'alias', also: [], type: 'text', sql: 'a.alias', among: aliasesOfRun },
]

const dataOfRun = 'data_inputs AS d WHERE d.run = runs.id AND'

/** Parts of what a run read. */
export const datasetParts: readonly Part[] = [
  ...(['name', 'digest', 'context', 'source', 'cutoff'] as const).map(name => datasetPart(name, 'text')),
  ...(['rows', 'columns'] as const).map(name => datasetPart(name, 'number')),
]

function datasetPart(name: string, type: 'text' | 'number'): Part {
  return { name, also: [], type, sql: `d.${name}`, among: dataOfRun }
}

const entityNames: Readonly<Record<Entity, readonly string[]>> = {
  metrics: ['metrics', 'metric'],
  params: ['params', 'param', 'parameters', 'parameter'],
  tags: ['tags', 'tag'],
  attributes: ['attributes', 'attribute', 'attr', 'run'],
  datasets: ['datasets', 'dataset'],
}

/** Every word that may stand before the dot. */
export const entityWords: readonly string[] = Object.values(entityNames).flat()

/** The entity of a word, in any case. */
export function entityOf(word: string): Entity | undefined {
  const lower = word.toLowerCase()
  return (Object.keys(entityNames) as Entity[]).find(entity => entityNames[entity].includes(lower))
}

export function partNamed(parts: readonly Part[], name: string): Part | undefined {
  return parts.find(part => part.name === name || part.also.includes(name))
}

/** The part that a field of `attributes` or `datasets` is about. */
export function partOf(field: Field): Part {
  const part = partNamed(field.entity === 'datasets' ? datasetParts : attributes, field.key)
  if (part === undefined) throw new Error(`${field.entity}.${field.key} is no field`)
  return part
}
