import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { migrationPlan } from '../../../src/store/migration-plan.ts'
import { migrations } from '../../../src/store/migrations.ts'
import { openStore } from '../../../src/store/open-store.ts'
import { access, newDirectory } from '../../store/new-store.ts'
import { Workspace } from '../tracking/workspace.ts'
import { storedRun } from './stored-run.ts'
import { violations } from './valid.ts'

const drastic = { title: 'another meaning', additive: false, sql: 'CREATE TABLE more (id INTEGER) STRICT' }

test('a store of today has nothing to do', async () => {
  const work = new Workspace()
  await storedRun(work, {})
  const to = migrations.length
  const plan = { schema: 'mlreg.migrate/1', from: to, to, applied: false, steps: [] }
  expect(await work.json('migrate')).toMatchObject(plan)
  expect(await work.json('migrate', '--apply')).toMatchObject({ ...plan, applied: true })
  expect(await work.error('migrate', '--store', 'nowhere')).toMatchObject({ code: 'not-found' })
})

test('an older store is shown its steps without being changed, and keeps a copy when they are taken', async () => {
  const work = new Workspace()
  const directory = join(work.directory, '.mlreg')
  const older = await openStore(directory, access, migrations.slice(0, 1))
  older.close()
  const missing = migrations.slice(1).map(({ title, additive }) => ({ title, additive }))
  for (const _ of [1, 2]) {
    expect(await work.json('migrate')).toMatchObject({ from: 1, steps: missing, applied: false })
  }
  const taken = await work.json('migrate', '--apply')
  expect(taken).toMatchObject({ from: 1, applied: true })
  expect(violations('migrate', taken)).toBe('')
  expect(existsSync(join(directory, 'backups/mlreg.v1.db'))).toBe(true)
  expect(await work.json('migrate')).toMatchObject({ from: migrations.length, steps: [] })
})

test('a step that changes what data mean is only taken when asked for', async () => {
  const directory = newDirectory()
  const steps = [...migrations, drastic]
  const before = await openStore(directory, access)
  before.close()
  await expect(openStore(directory, access, steps)).rejects.toMatchObject({ code: 'conflict' })
  expect((await migrationPlan(directory, steps)).steps).toEqual([{ title: drastic.title, additive: false }])
  const after = await openStore(directory, { ...access, drastic: true }, steps)
  after.close()
  expect((await migrationPlan(directory, steps)).steps).toEqual([])
  await expect(openStore(directory, access)).rejects.toMatchObject({ code: 'store-too-new' })
})
