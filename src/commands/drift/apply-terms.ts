import { parseRule } from '../../drift/rule.ts'
import type { DriftTerms } from '../../registry/drift-terms.ts'
import type { DriftOptions } from './drift-options.ts'
import type { DriftContext } from './open-windows.ts'

/** A comparison as it is asked for, with what a version says of it. */
export interface Agreed {
  readonly context: DriftContext
  /** The version's weights, unless a file of others was typed. */
  readonly weights?: ReadonlyMap<string, number>
}

/**
 * A version's terms in the place of the options that were not typed: they were agreed for this model, so they win over the
 * environment and mlreg.toml, which are for whatever is compared here. What is typed wins over both. `sourceOf` then says
 * `version` of an option.
 */
export function applyTerms(context: DriftContext, { rules, weights, ...roles }: DriftTerms): Agreed {
  const { options, sourceOf } = context
  const isTyped = (name: keyof DriftOptions) => sourceOf(name) === 'cli'
  const terms: Partial<DriftOptions> = {
    ...roles,
    ...(rules === undefined ? {} : { rule: rules.map(parseRule) }),
  }
  const kept = Object.entries(terms).filter(([name]) => !isTyped(name as keyof DriftOptions))
  const names = kept.map(([name]) => name)
  const own = weights === undefined || isTyped('weights') ? undefined : new Map(Object.entries(weights))
  const { weights: file, ...others } = options
  return {
    context: {
      ...context,
      options: {
        ...others,
        ...(own === undefined && file !== undefined ? { weights: file } : {}),
        ...Object.fromEntries(kept),
      },
      sourceOf: name => (names.includes(name) ? 'version' : sourceOf(name)),
    },
    ...(own === undefined ? {} : { weights: own }),
  }
}
