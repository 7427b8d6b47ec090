import type { RegistryPolicy } from '../config/registry-policy.ts'
import type { Store } from '../store/store.ts'
import { aliasesOfVersion } from './aliases.ts'
import { type Version, versionsOfExperiment, versionsOfRun } from './versions.ts'

/** What keeps a version from being deleted, a few words each: `is in Production`, `is behind @champion`. */
export function protections(store: Store, version: Version, { stages }: RegistryPolicy): string[] {
  const isProtected = stages.some(stage => stage.protected && stage.name === version.stage)
  const aliases = aliasesOfVersion(store, version).map(alias => `@${alias}`)
  return [
    ...(isProtected ? [`is in ${version.stage}`] : []),
    ...(aliases.length > 0 ? [`is behind ${aliases.join(', ')}`] : []),
  ]
}

type PolicyFor = (model: string) => RegistryPolicy

/** Why a run is to stay, one sentence for each protected version that was made by it. */
export function protectionsOfRun(store: Store, runId: string, policyFor: PolicyFor): string[] {
  return sentences(store, versionsOfRun(store, runId), policyFor)
}

/** The same for all runs of an experiment. */
export function protectionsOfExperiment(store: Store, experimentId: string, policyFor: PolicyFor): string[] {
  return sentences(store, versionsOfExperiment(store, experimentId), policyFor)
}

function sentences(store: Store, versions: readonly Version[], policyFor: PolicyFor): string[] {
  return versions.flatMap(version => {
    const why = protections(store, version, policyFor(version.name))
    return why.length === 0
      ? []
      : [`${version.name}/${version.version}, which came from it, ${why.join(' and ')}`]
  })
}
