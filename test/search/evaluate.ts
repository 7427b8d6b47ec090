import type { Condition, FieldCondition } from '../../src/search/condition.ts'

/** A run as a filter sees it, written down by hand. */
export interface PlainRun {
  readonly id: string
  readonly metrics: Readonly<Record<string, number>>
  readonly params: Readonly<Record<string, string>>
  readonly tags: Readonly<Record<string, string>>
  readonly attributes: Readonly<Record<string, string | number | null>>
  readonly datasets: readonly Readonly<Record<string, string | number | null>>[]
  /** The versions of models that were registered from it. */
  readonly versions?: readonly PlainVersion[]
}

export interface PlainVersion {
  readonly model: string
  readonly stage: string
  readonly aliases: readonly string[]
}

/** Whether a run passes, straight from what the language means and without any SQL. */
export function passes(run: PlainRun, condition: Condition): boolean {
  switch (condition.kind) {
    case 'all':
      return condition.parts.every(part => passes(run, part))
    case 'any':
      return condition.parts.some(part => passes(run, part))
    case 'not':
      return !passes(run, condition.part)
    default: {
      const values = valuesOf(run, condition)
      if (condition.kind === 'null') return (values.length === 0) !== condition.negated
      if (condition.field.key === 'stage') return values.some(value => holdsInAnyCase(value, condition))
      return values.some(value => holds(value, condition))
    }
  }
}

function valuesOf(run: PlainRun, { field }: FieldCondition): (string | number)[] {
  const { entity, key } = field
  const versions = run.versions ?? []
  if (entity === 'attributes' && key === 'model') return versions.map(({ model }) => model)
  if (entity === 'attributes' && key === 'stage') return versions.map(({ stage }) => stage)
  if (entity === 'attributes' && key === 'alias') return versions.flatMap(({ aliases }) => aliases)
  const found =
    entity === 'datasets'
      ? run.datasets.map(data => data[key])
      : [Object.hasOwn(run[entity], key) ? run[entity][key] : undefined]
  return found.filter(value => value !== undefined && value !== null)
}

function holds(value: string | number, condition: Exclude<FieldCondition, { kind: 'null' }>): boolean {
  switch (condition.kind) {
    case 'nan':
      return Number.isNaN(value) !== condition.negated
    case 'like':
      return like(String(value), condition.pattern, condition.ignoresCase) !== condition.negated
    case 'in':
      return condition.values.some(one => isEqual(value, one)) !== condition.negated
    case 'compare':
      return compares(value, condition.operator, condition.value)
  }
}

/** Stages are one in any case; what LIKE compares are letters. */
function holdsInAnyCase(
  value: string | number,
  condition: Exclude<FieldCondition, { kind: 'null' }>,
): boolean {
  const lower = (one: string | number) => String(one).toLowerCase()
  if (condition.kind === 'in') {
    return holds(lower(value), { ...condition, values: condition.values.map(lower) })
  }
  if (condition.kind !== 'compare') return holds(value, condition)
  return holds(lower(value), { ...condition, value: lower(condition.value) })
}

function isEqual(value: string | number, other: string | number): boolean {
  return compares(value, '=', other)
}

function compares(value: string | number, operator: string, other: string | number): boolean {
  const left = typeof other === 'number' && typeof value === 'string' ? number(value) : value
  if (operator === '=') return left === other
  if (operator === '!=') return left !== other
  if (operator === '<') return left < other
  if (operator === '<=') return left <= other
  return operator === '>' ? left > other : left >= other
}

function number(text: string): number {
  return /^[-\d.e]+$/i.test(text) ? Number(text) : Number.NaN
}

function like(text: string, pattern: string, ignoresCase: boolean): boolean {
  const source = [...pattern]
    .map(character => {
      if (character === '%') return '.*'
      return character === '_' ? '.' : character.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
    })
    .join('')
  return new RegExp(`^${source}$`, ignoresCase ? 'isu' : 'su').test(text)
}
