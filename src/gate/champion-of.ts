import type { RegistryPolicy, StagePolicy } from '../config/registry-policy.ts'
import { aliasesOf } from '../registry/aliases.ts'
import { type Version, versionNumbered, versionsOf } from '../registry/versions.ts'
import type { Store } from '../store/store.ts'

export interface Champion {
  /** The version, or why there is none. */
  readonly against: Version | { readonly missing: string; readonly hint?: string }
  readonly warnings: readonly string[]
}

const alias = 'champion'

/**
 * The version that serves, which a new one of the same model has to be better than: the newest in Production, or, where
 * the stages have other names, in the last one that holds one version at a time; with nothing in there the one that the
 * alias `champion` names.
 */
export function championOf(
  store: Store,
  { name, modelRow }: Pick<Version, 'name' | 'modelRow'>,
  policy: RegistryPolicy,
): Champion {
  const model = { row: modelRow }
  const stage = servingStage(policy)?.name
  const serving = versionsOf(store, model).find(version => version.stage === stage)
  const named = aliasesOf(store, model).find(one => one.alias === alias)
  const aliased = named && versionNumbered(store, model, named.version)
  const found = serving ?? aliased
  if (found === undefined) return { against: missing(name, stage), warnings: [] }
  if (aliased === undefined || aliased.row === found.row) return { against: found, warnings: [] }
  const versions = `${name}/${found.version}, which is in ${stage}, and not ${name}@${alias}, which is ${aliased.version}`
  return { against: found, warnings: [`the champion is ${versions}: --against names another one`] }
}

/** The stage of the version that serves: undefined when none is for that. */
function servingStage({ stages }: RegistryPolicy): StagePolicy | undefined {
  return stages.find(({ name }) => name === 'Production') ?? stages.findLast(({ exclusive }) => exclusive)
}

function missing(name: string, stage: string | undefined): { missing: string; hint: string } {
  const where = stage === undefined ? '' : `no version of ${name} is in ${stage}, and `
  return {
    missing: `there is no champion: ${where}none is ${name}@${alias}`,
    hint: 'the first one gets there with mlreg promote … --force; a gate compares with another by --against',
  }
}
