import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Workspace } from '../tracking/workspace.ts'

/** A workspace in which models can be registered, and the rules for their stages set. */
export class RegistryWorkspace extends Workspace {
  #minutes = 0

  /** Registers so many versions of a model, each of one file that holds its own name. */
  async versions(name: string, count: number): Promise<void> {
    for (let i = 1; i <= count; i++) {
      const file = join(this.directory, 'model.txt')
      writeFileSync(file, `${name}/${i}`)
      await this.run(['register', name, file])
    }
  }

  /** The next commands are a minute later. */
  later(): void {
    this.#minutes++
    this.env.MLREG_NOW = new Date(Date.UTC(2026, 4, 1, 12, this.#minutes)).toISOString()
  }

  policy(toml: string): void {
    writeFileSync(join(this.directory, 'mlreg.toml'), toml)
  }

  async promote(model: string, to: string, ...words: string[]): Promise<string> {
    return await this.out('promote', model, '--to', to, '--reason', `to ${to}`, ...words)
  }

  /** Stage by version. */
  async stages(name: string): Promise<Record<number, string>> {
    const { versions } = await this.json<Shown>('models', 'show', name)
    return Object.fromEntries(versions.map(({ version, stage }) => [version, stage]))
  }
}

interface Shown {
  readonly versions: readonly { readonly version: number; readonly stage: string }[]
}
