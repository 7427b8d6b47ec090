import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { loadSqlite } from '../../../src/store/sqlite.ts'
import { RegistryWorkspace } from '../registry/registry-workspace.ts'
import { violations } from '../store/valid.ts'

let work: RegistryWorkspace

beforeEach(async () => {
  work = new RegistryWorkspace()
  await work.versions('churn', 3)
  await work.promote('churn/1', 'Production')
  await work.promote('churn/2', 'Production')
  await work.out('rollback', 'churn', '--reason', 'complaints')
  await work.out('alias', 'churn@champion', 'churn/1')
  await work.out('alias', 'churn@old', 'churn/2')
  await work.out('approve', 'churn/2', '--to', 'Production', '--reason', 'looked', '--as', 'ben')
  await work.out('models', 'delete', 'churn/3', '--reason', 'wrong labels', '--yes')
  await work.versions('gone', 1)
  await work.out('models', 'delete', 'gone', '--reason', 'never used', '--yes')
})

async function tampered(sql: string): Promise<string[]> {
  const Database = await loadSqlite()
  const database = new Database(join(work.directory, '.mlreg/mlreg.db'))
  database.exec(sql)
  database.close()
  const { exit, stdout } = await work.run(['audit', 'verify', '--json'])
  const document = JSON.parse(stdout)
  expect(violations('audit', document)).toBe('')
  expect(exit).toBe(document.problems.length === 0 ? 0 : 1)
  return document.problems.map(
    ({ kind, message }: { kind: string; message: string }) => `${kind}: ${message}`,
  )
}

test('what mlreg itself did is what the events say', async () => {
  expect(await tampered('SELECT 1')).toEqual([])
})

test.each([
  [
    "UPDATE versions SET stage = 'Production' WHERE version = 2",
    'churn/2 is in Production, and its events put it into Archived',
  ],
  [
    "INSERT INTO approvals (version, stage, decision, actor, reason, time_ms) VALUES (1, 'Production', 'approved', 'eve', '', 1)",
    'eve has approved churn/1 for Production, and no event says so',
  ],
  ['DELETE FROM approvals', 'churn/2 lacks what 1 of its events said for or against it'],
  ["UPDATE versions SET user = 'eve' WHERE id = 1", 'churn/1 is by eve, and tester registered it'],
  [
    "UPDATE aliases SET version = 2 WHERE alias = 'champion'",
    'churn@champion stands for churn/2, and by its events for churn/1',
  ],
  ["DELETE FROM aliases WHERE alias = 'old'", 'churn@old stands for nothing, and by its events for churn/2'],
  ["UPDATE versions SET lifecycle = 'active' WHERE id = 3", 'churn/3 is here, and no event made it'],
  [
    "UPDATE models SET last_version = 1 WHERE name = 'churn'",
    'the next version of churn would be 2, and 3 was given before',
  ],
  ["DELETE FROM models WHERE name = 'gone'", 'the model gone is gone, and its events are here'],
])('%s is found', async (sql, message) => {
  expect(await tampered(sql)).toEqual([`state: ${message}`])
})

test('other bytes and versions that vanished are found', async () => {
  expect(await tampered("UPDATE versions SET digest = 'd' WHERE id = 1")).toEqual([
    expect.stringMatching(/^state: churn\/1 has the digest d, and was made with [0-9a-f]{64}$/),
  ])
  expect(await tampered("UPDATE versions SET lifecycle = 'deleted' WHERE id = 1")).toEqual([
    'state: churn/1 is gone, and no event deleted it',
  ])
})

test('an event that cannot be read is told of, and no bug', async () => {
  const problems = await tampered("UPDATE events SET details = '{' WHERE id = 1")
  expect(problems).toEqual([expect.stringMatching(/^changed: event 1 /)])
  for (const words of [
    ['history', 'churn'],
    ['rollback', 'churn', '--reason', 'x'],
  ]) {
    expect(await work.error(...words)).toMatchObject({
      code: 'corrupt',
      message: 'event 1 (model.register of churn) is not what was recorded',
    })
  }
})
