import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import schema from '../../schemas/doctor.schema.json' with { type: 'json' }
import { main } from '../../src/main.ts'
import { fakeIo } from '../fake-io.ts'

const validate = new Ajv2020().compile(schema)

async function doctor(cwd: string, env: Record<string, string> = {}) {
  const io = fakeIo({ cwd, env: { TMPDIR: cwd, ...env } })
  const status = await main(['doctor', '--json'], io)
  const data = JSON.parse(io.written.stdout)
  expect(validate(data), JSON.stringify(validate.errors)).toBe(true)
  const broken = data.parts.filter((part: { ok: boolean }) => !part.ok)
  return { status, verdict: data.verdict, parts: data.parts, broken }
}

test('a sound installation has every native part', async () => {
  const { status, verdict, parts } = await doctor(mkdtempSync(join(tmpdir(), 'mlreg-doctor-')))
  expect({ status, verdict }).toEqual({ status: 0, verdict: 'ok' })
  expect(parts.map((part: { name: string }) => part.name)).toEqual([
    'mlreg',
    'node',
    'duckdb',
    'sqlite',
    'memory',
    'temporary directory',
  ])
})

test('a missing directory is found, and the settings file that counts is named', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'mlreg-doctor-'))
  writeFileSync(join(directory, 'mlreg.toml'), '[drift]\npolicy = "classic"\n')
  const { status, verdict, parts, broken } = await doctor(directory, { TMPDIR: join(directory, 'none') })
  expect({ status, verdict }).toEqual({ status: 1, verdict: 'broken' })
  expect(broken.map((part: { name: string }) => part.name)).toEqual(['temporary directory'])
  expect(parts.at(-1)).toEqual({ name: 'settings', ok: true, value: join(directory, 'mlreg.toml') })
})
