import { nearest } from '../../nearest.ts'
import type { Condition } from '../../search/condition.ts'
import type { Field } from '../../search/fields.ts'
import { isKeyInUse, keysInUse } from '../../store/keys-in-use.ts'
import type { Store } from '../../store/store.ts'

/** Of a filter that chose no run, in words, the keys that no run has: most likely they are mistyped. */
export function unknownKeys(store: Store, condition: Condition): string[] {
  const warnings = fieldsOf(condition).flatMap(({ entity, key }) => {
    if (entity === 'attributes' || entity === 'datasets') return []
    if (isKeyInUse(store, entity, key)) return []
    const near = nearest(key, keysInUse(store, entity))
    const meant = near === undefined ? '' : `: did you mean "${near}"?`
    return [`no run has a ${entity.slice(0, -1)} "${key}"${meant}`]
  })
  return [...new Set(warnings)]
}

function fieldsOf(condition: Condition): Field[] {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return condition.parts.flatMap(fieldsOf)
    case 'not':
      return fieldsOf(condition.part)
    default:
      return [condition.field]
  }
}
