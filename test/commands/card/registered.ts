import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Workspace } from '../tracking/workspace.ts'

/** Registers a version of churn whose run has params, metrics and data, and gives the run's id. */
export async function registerChurn(work: Workspace, metrics: readonly string[] = ['auc=0.91234', 'f1=0.8']) {
  const file = (name: string, text: string) => {
    writeFileSync(join(work.directory, name), text)
    return join(work.directory, name)
  }
  await work.run(['init'])
  const run = (await work.out('start', '--param', 'lr=0.1', '--param', 'depth=3')).trim()
  await work.out('log', 'metric', ...metrics, '--run', run)
  const train = file('train.csv', 'age,y\n1,0\n2,1\n')
  await work.out('log', 'data', train, '--context', 'training', '--cutoff', '2026-04-01', '--run', run)
  await work.out('log', 'data', file('test.csv', 'age,y\n3,0\n'), '--context', 'test', '--run', run)
  await work.out('log', 'artifact', file('model.pkl', `model of ${run}`), '--run', run)
  await work.out('finish', '--run', run)
  await work.out('register', 'churn', '--run', run, '--path', 'model.pkl')
  return run
}

/** The card with every placeholder replaced. */
export function filledIn(card: string): string {
  return card.replace(/"?\[FILL IN:[^\]]*\]"?/g, 'Said in so many words')
}
