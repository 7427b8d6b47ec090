import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { RegistryWorkspace } from '../registry/registry-workspace.ts'

/** A workspace whose models come from runs with metrics. */
export class GateWorkspace extends RegistryWorkspace {
  /** A version of churn from a run with these metrics, which logged the evaluation data of that name. */
  async trained(metrics: Readonly<Record<string, number | string>>, evaluation?: string): Promise<string> {
    const run = (await this.run(['start', '--experiment', 'churn'])).stdout.trim()
    const pairs = Object.entries(metrics).map(([key, value]) => `${key}=${value}`)
    await this.out('log', 'metric', ...pairs, '--run', run)
    const file = join(this.directory, 'model.txt')
    writeFileSync(file, run)
    await this.out('log', 'artifact', file, '--as', 'model', '--run', run)
    if (evaluation !== undefined) {
      const data = join(this.directory, `${evaluation}.csv`)
      writeFileSync(data, `x,${evaluation}\n1,2\n2,0\n`)
      await this.out('log', 'data', data, '--context', 'evaluation', '--run', run)
    }
    await this.out('finish', '--run', run)
    return (await this.out('register', 'churn', '--run', run, '--path', 'model')).trim()
  }

  async gate(...words: string[]) {
    return await this.run(['gate', ...words])
  }
}
