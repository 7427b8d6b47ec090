import { describe, expect, test } from 'vitest'
import type { ColumnKind, WindowColumn } from '../../src/data/window.ts'
import { type PlanOptions, planColumns } from '../../src/drift/plan-columns.ts'

const column = (name: string, kind: ColumnKind, type = 'VARCHAR'): WindowColumn => ({
  name,
  kind,
  type,
  sql: name,
})
const options: PlanOptions = { roles: new Map(), settled: new Set(), selecting: new Set() }

function plan(
  reference: WindowColumn,
  current: WindowColumn | undefined,
  counts: { rows?: number; nulls?: number; distinct?: number } = {},
  given: Partial<PlanOptions> = {},
) {
  const counted = { kind: 'opaque', rows: 1000, nulls: 0, distinct: 3, ...counts } as const
  const categories = new Map(reference.kind === 'categorical' ? [[reference.name, counted]] : [])
  const [planned] = planColumns([reference], current ? [current] : [], categories, { ...options, ...given })
  if (planned === undefined) throw new Error('no column')
  return planned
}

const word = column('x', 'categorical')

describe('identifiers and free text', () => {
  test.each([
    [1000, 0, 3, false],
    [100, 0, 100, false],
    [101, 0, 101, true],
    [202, 0, 101, false],
    [201, 0, 101, true],
    [1000, 0, 500, false],
    [1000, 0, 501, true],
    [1000, 799, 101, true],
    [1000, 798, 101, false],
  ])('%i rows, %i null, %i different values: %s', (rows, nulls, distinct, isText) => {
    const planned = plan(word, word, { rows, nulls, distinct })
    expect(planned.kind).toBe(isText ? 'text' : 'categorical')
    expect(planned.as).toBe(isText ? 'opaque' : 'categorical')
    expect(planned.notCompared).toBe(
      isText ? `identifier or free text: ${distinct} values in ${rows} rows` : undefined,
    )
  })

  test('a column that the user settled or gave a role is what it was said to be', () => {
    const many = { distinct: 1000 }
    expect(plan(word, word, many, { settled: new Set(['x']) }).kind).toBe('categorical')
    expect(plan(word, word, many, { roles: new Map([['x', 'prediction']]) })).toMatchObject({
      kind: 'categorical',
      role: 'prediction',
    })
  })

  test('numbers are never taken for identifiers', () => {
    const number = column('x', 'numeric')
    expect(plan(number, number, { distinct: 1000 })).toMatchObject({ kind: 'numeric', as: 'numeric' })
  })
})

describe('what is compared', () => {
  test.each<[ColumnKind, string, string | undefined]>([
    ['numeric', 'numeric', undefined],
    ['categorical', 'categorical', undefined],
    ['boolean', 'categorical', undefined],
    ['datetime', 'opaque', 'a point in time'],
    ['nested', 'opaque', 'a nested column'],
    ['binary', 'opaque', 'a binary column'],
    ['null', 'opaque', 'the reference holds no value'],
  ])('%s: as %s', (kind, as, reason) => {
    const planned = plan(column('x', kind), column('x', kind))
    expect(planned).toMatchObject({ as, currentAs: as, kind, role: 'feature' })
    if (reason === undefined) expect(planned).not.toHaveProperty('notCompared')
    else expect(planned.notCompared).toContain(reason)
  })

  test.each<[ColumnKind, ColumnKind, string]>([
    ['numeric', 'null', 'the current window holds no value'],
    ['numeric', 'nested', 'the current window holds STRUCT'],
    ['categorical', 'binary', 'the current window holds STRUCT'],
  ])('%s that became %s is not', (before, after, reason) => {
    const planned = plan(column('x', before), column('x', after, 'STRUCT'))
    expect(planned).toMatchObject({ notCompared: reason, as: 'opaque', currentAs: 'opaque' })
  })

  test('a column that selects the rows of both windows says nothing', () => {
    const planned = plan(word, word, {}, { selecting: new Set(['x']) })
    expect(planned.notCompared).toBe('it selects the rows of the windows')
  })
})

describe('a column that the current window lacks', () => {
  test.each<ColumnKind>(['numeric', 'categorical', 'boolean', 'datetime', 'nested', 'binary', 'null'])(
    'is missing, were it %s',
    kind => {
      const planned = plan(column('x', kind), undefined)
      expect(planned).not.toHaveProperty('current')
      expect(planned).not.toHaveProperty('notCompared')
    },
  )

  test('is missing, were it free text, whose values are not counted for that', () => {
    const planned = plan(word, undefined, { distinct: 1000 })
    expect(planned).not.toHaveProperty('notCompared')
    expect(planned).toMatchObject({ kind: 'text', as: 'opaque' })
  })

  test('is no labels yet, were it the target, and missing in any other role', () => {
    const given = (role: 'target' | 'prediction' | 'score') =>
      plan(word, undefined, {}, { roles: new Map([['x', role]]) }).notCompared
    expect(given('target')).toBe('the current window has no labels')
    expect(given('prediction')).toBeUndefined()
    expect(given('score')).toBeUndefined()
  })
})

test('columns stand in the reference’s order, and those that only the current window has do not take part', () => {
  const [a, b, c] = ['a', 'b', 'c'].map(name => column(name, 'numeric')) as WindowColumn[]
  const planned = planColumns([c, a] as WindowColumn[], [a, b, c] as WindowColumn[], new Map(), options)
  expect(planned.map(({ name }) => name)).toEqual(['c', 'a'])
})
