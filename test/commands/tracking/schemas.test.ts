import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { violations } from '../store/valid.ts'
import { Workspace } from './workspace.ts'

test('what commands that write say fits the shipped schemas', async () => {
  const work = new Workspace()
  const file = join(work.directory, 'a.json')
  writeFileSync(file, '{"age": 0.4}')
  const data = join(work.directory, 'a.csv')
  writeFileSync(data, 'x,y\n1,2\n3,4\n')
  const said: [string, Record<string, unknown>][] = []
  const say = async (schema: string, ...words: string[]) => {
    const { exit, stdout } = await work.run([...words, '--json'])
    expect({ words, exit }).toEqual({ words, exit: 0 })
    const document = JSON.parse(stdout)
    expect(document.schema).toBe(`mlreg.${schema}/1`)
    said.push([schema, document])
    return document
  }
  await say('init', 'init')
  const { run } = await say('started', 'start')
  await say('logged', 'log', 'param', 'lr=0.1', '--run', run)
  await say('logged', 'log', 'metric', 'auc=0.9', '--run', run)
  await say('logged', 'log', 'dict', file, '--run', run)
  await say('logged', 'log', 'data', data, '--run', run)
  await say('amended', 'runs', 'amend', run, '--param', 'lr=0.2', '--reason', 'a typing error')
  await say('finished', 'finish', '--run', run)
  await say('experiment', 'experiments', 'create', 'churn')
  await say('experiments', 'experiments')
  await say('got', 'get', `runs:/${run}/a.json`, 'b.json')
  await say('changed', 'runs', 'delete', run)
  await say('changed', 'runs', 'restore', run)
  await say('backup', 'backup', 'kept')
  await say('restore', 'restore', 'kept', 'again')
  for (const [schema, document] of said) expect([schema, violations(schema, document)]).toEqual([schema, ''])
})
