import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import schema from '../../schemas/config.schema.json' with { type: 'json' }
import { settings } from '../../src/config/settings.ts'
import { main } from '../../src/main.ts'
import { fakeIo } from '../fake-io.ts'

const validate = new Ajv2020({ allowUnionTypes: true }).compile(schema)

async function show(...words: string[]) {
  const cwd = mkdtempSync(join(tmpdir(), 'mlreg-show-'))
  writeFileSync(join(cwd, 'mlreg.toml'), '[drift]\nrules = ["psi > 0.2"]\ntop = 5\n')
  const io = fakeIo({ cwd, env: { MLREG_POLICY: 'classic' } })
  const status = await main(['config', 'show', ...words], io)
  return { status, cwd, ...io.written }
}

test('tells every setting with its value and its place', async () => {
  const { status, cwd, stdout } = await show('--json')
  const data = JSON.parse(stdout)
  expect(validate(data), JSON.stringify(validate.errors)).toBe(true)
  expect(status).toBe(0)
  expect(data.files).toEqual([{ path: join(cwd, 'mlreg.toml'), origin: 'project' }])
  expect(data.settings.map((one: { key: string }) => one.key)).toEqual(settings.map(one => one.key))
  const made = data.settings.filter((one: { source: string }) => one.source !== 'default')
  expect(made).toMatchObject([
    { key: 'drift.policy', value: 'classic', source: 'env', origin: 'MLREG_POLICY' },
    { key: 'drift.rules', value: ['psi > 0.2'], source: 'config', origin: `${join(cwd, 'mlreg.toml')}:2` },
    { key: 'drift.top', value: '5', source: 'config', origin: `${join(cwd, 'mlreg.toml')}:3` },
  ])
})

test('shows the places only with --origin', async () => {
  expect((await show()).stdout).not.toMatch(/MLREG_POLICY/)
  expect((await show('--origin')).stdout).toMatch(/drift\.policy +classic +MLREG_POLICY/)
})

test('--no-config leaves the files out', async () => {
  const { stdout } = await show('--json', '--no-config')
  expect(JSON.parse(stdout).files).toEqual([])
})
