import { MlregError } from '../errors.ts'
import { nearest } from '../nearest.ts'

/** What a stage asks of a version before it is let in, and what it then gives it. */
export interface StagePolicy {
  readonly name: string
  /** The stages it may come from; undefined for all. */
  readonly from?: readonly string[]
  /** Whether it holds one version of a model at a time. */
  readonly exclusive: boolean
  /** How many people other than the one who registered it have to approve. */
  readonly approvals: number
  /** Whether a version in it, and what it needs, is kept from deletion. */
  readonly protected: boolean
  /** Rules in the language of `mlreg gate`. */
  readonly rules: readonly string[]
  /** The settings file and the key that the rules are from. */
  readonly rulesFrom?: string
  /** Whether its model card has to pass `mlreg card lint`. */
  readonly card: boolean
}

/** The stages of one model, in order; a new version is in the first, what has to make room goes to the one for that. */
export interface RegistryPolicy {
  readonly stages: readonly StagePolicy[]
  readonly first: string
  readonly archive: string
}

export const defaultStages = ['None', 'Staging', 'Production', 'Archived']

/** `[registry]` of mlreg.toml: for all models, and for some by name. */
export interface RegistrySection {
  readonly stages?: readonly string[]
  readonly stage?: Readonly<Record<string, Partial<StagePolicy>>>
  readonly model?: Readonly<
    Record<string, { readonly stage?: Readonly<Record<string, Partial<StagePolicy>>> }>
  >
}

/** The rules that hold for a model: its own before those for all, those before the usual ones. */
export function registryPolicy(section: RegistrySection, model: string): RegistryPolicy {
  const names = section.stages ?? defaultStages
  const own = section.model?.[model]?.stage ?? {}
  const stages = names.map(name => {
    const isProduction = name === 'Production'
    return {
      ...{ name, exclusive: isProduction, protected: isProduction, approvals: 0, rules: [], card: false },
      ...section.stage?.[name],
      ...own[name],
    }
  })
  const first = names[0] ?? 'None'
  return { stages, first, archive: names.includes('Archived') ? 'Archived' : first }
}

/** The stage a person means, in any case; throws `not-found` naming those there are. */
export function stageNamed({ stages }: RegistryPolicy, text: string): StagePolicy {
  const found = stages.find(({ name }) => name.toLowerCase() === text.toLowerCase())
  if (found !== undefined) return found
  const names = stages.map(({ name }) => name)
  const near = nearest(text, names)
  throw new MlregError('not-found', `there is no stage "${text}"`, {
    hint: near === undefined ? `there are ${names.join(', ')}` : `did you mean "${near}"?`,
  })
}
