import { beforeEach, expect, test } from 'vitest'
import { violations } from '../store/valid.ts'
import { RegistryWorkspace } from './registry-workspace.ts'

let work: RegistryWorkspace

beforeEach(async () => {
  work = new RegistryWorkspace()
  await work.versions('churn', 2)
})

test('a word stands for a version until it is moved or taken back', async () => {
  expect(await work.out('alias', 'churn@champion', 'churn/1')).toBe('churn@champion -> churn/1\n')
  expect(await work.out('alias', 'churn@champion', 'churn/1')).toBe('churn@champion -> churn/1 already\n')
  expect(await work.out('alias', 'churn@champion', 'models:/churn/latest')).toBe(
    'churn@champion -> churn/2, before churn/1\n',
  )
  await work.promote('churn/2', 'Production')
  const moved = await work.json('alias', 'churn@blue', 'churn@champion', '--reason', 'next')
  expect(moved).toEqual({ schema: 'mlreg.alias/1', name: 'churn', alias: 'blue', version: 2, from: null })
  expect(await work.json('models', 'show', 'churn/production')).toMatchObject({
    versions: [{ version: 2, aliases: ['blue', 'champion'] }],
  })
  const gone = await work.json('alias', 'models:/churn@blue', '--delete')
  expect(gone).toMatchObject({ version: null, from: 2 })
  expect(violations('alias', gone)).toBe('')
  expect(await work.error('alias', 'churn@blue', '--delete')).toMatchObject({ code: 'not-found' })
  expect(await work.error('alias', 'churn@champoin', '--delete')).toMatchObject({
    hint: 'did you mean "champion"?',
  })
})

test('words that cannot be one, and what is not named', async () => {
  for (const word of ['latest', 'LATEST', 'v7', 'V12', '', 'a b', 'a/b', 'a.b', 'x'.repeat(256)]) {
    expect([word, (await work.error('alias', `churn@${word}`, 'churn/1')).code]).toEqual([word, 'bad-input'])
  }
  for (const word of ['1', 'prod', 'jüngste', '日本', 'a-b_c']) {
    await work.out('alias', `churn@${word}`, 'churn/1')
  }
  const { stdout, stderr } = await work.run(['alias', 'churn@staging', 'churn/1'])
  expect(stdout).toBe('churn@staging -> churn/1\n')
  expect(stderr).toMatch(/^warning: churn@staging is an alias, .* churn\/Staging is what is in the stage\n$/)
  await work.versions('other', 1)
  expect(await work.error('alias', 'churn@x', 'other/1')).toMatchObject({ code: 'usage' })
  expect(await work.error('alias', 'churn', 'churn/1')).toMatchObject({ code: 'usage' })
  expect(await work.error('alias', '@x', 'churn/1')).toMatchObject({ code: 'usage' })
  expect(await work.error('alias', 'churn@x')).toMatchObject({ code: 'usage' })
  expect(await work.error('alias', 'churn@x', 'churn/1', '--delete')).toMatchObject({ code: 'usage' })
  expect(await work.error('alias', 'nobody@x', 'churn/1')).toMatchObject({ code: 'not-found' })
})
