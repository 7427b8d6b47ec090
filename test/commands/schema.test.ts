import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { main } from '../../src/main.ts'
import { fakeIo } from '../fake-io.ts'

async function schema(...words: string[]) {
  const io = fakeIo()
  const status = await main(['schema', ...words], io)
  return { status, ...io.written }
}

test('lists the names, and every one is a valid JSON Schema', async () => {
  const { stdout } = await schema()
  const names = stdout.trim().split('\n')
  expect(names).toEqual(expect.arrayContaining(['config', 'doctor', 'error']))
  for (const name of names) {
    const printed = await schema(name)
    expect(printed.status).toBe(0)
    const ajv = new Ajv2020({ allowUnionTypes: true })
    expect(ajv.validateSchema(JSON.parse(printed.stdout)), name).toBe(true)
  }
})

test('suggests the name that was meant', async () => {
  expect(await schema('doktor')).toEqual({
    status: 2,
    stdout: '',
    stderr: 'mlreg: there is no schema "doktor"\nhint: did you mean "doctor"?\n',
  })
})

test('takes the name as documents give it', async () => {
  expect((await schema('mlreg.gate/1')).stdout).toBe((await schema('gate')).stdout)
  expect(await schema('mlreg.gate/2')).toMatchObject({ status: 2, stdout: '' })
})
