import type { DegradationCheck } from './degradation-check.ts'

export const constant: DegradationCheck = {
  name: 'constant',
  definition: 'The current window holds one distinct value where the reference held more.',
  severity: 'moderate',
  isNote: true,
  measure({ column, reference, current }) {
    if (reference === undefined || current === undefined) return undefined
    if (current.distinct !== 1 || reference.distinct <= 1) return undefined
    const message = `every value of "${column}" is the same; the reference held ${reference.distinct} different ones`
    return { figures: { constant: 1 }, baseline: reference.distinct, current: 1, message }
  },
}
