import { dirname } from 'node:path'
import type { Io } from '../io.ts'
import { configFiles } from './config-files.ts'
import { defaultHooks, type HooksSection } from './hooks-section.ts'
import { readConfig } from './read-config.ts'
import { type RegistryPolicy, registryPolicy } from './registry-policy.ts'

/** Hooks, and where they run: in the directory of their settings file, so that paths in them are beside it. */
export interface Hooks extends HooksSection {
  readonly directory: string
}

export interface RegistryConfig {
  policyFor(model: string): RegistryPolicy
  readonly hooks: Hooks
}

/** What the strongest settings file that has a `[registry]` says of it, and the same for `[hooks]`. */
export async function readRegistry(choice: string | false | undefined, io: Io): Promise<RegistryConfig> {
  const configs = await Promise.all(
    configFiles(choice, io).map(async ({ path }) => ({ path, ...(await readConfig(path)) })),
  )
  const section = configs.find(({ registry }) => registry !== undefined)?.registry ?? {}
  const hooked = configs.find(({ hooks }) => hooks !== undefined)
  return {
    policyFor: model => registryPolicy(section, model),
    hooks: { ...(hooked?.hooks ?? defaultHooks), directory: hooked ? dirname(hooked.path) : io.cwd },
  }
}
