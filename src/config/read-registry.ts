import type { Io } from '../io.ts'
import { configFiles } from './config-files.ts'
import type { HooksSection } from './hooks-section.ts'
import { readConfig } from './read-config.ts'
import { type RegistryPolicy, registryPolicy } from './registry-policy.ts'

export interface RegistryConfig {
  policyFor(model: string): RegistryPolicy
  readonly hooks: HooksSection
}

/** What the strongest settings file that has a `[registry]` says of it, and the same for `[hooks]`. */
export async function readRegistry(choice: string | false | undefined, io: Io): Promise<RegistryConfig> {
  const configs = await Promise.all(configFiles(choice, io).map(({ path }) => readConfig(path)))
  const section = configs.find(({ registry }) => registry !== undefined)?.registry ?? {}
  const hooks = configs.find(one => one.hooks !== undefined)?.hooks ?? {}
  return { policyFor: model => registryPolicy(section, model), hooks }
}
