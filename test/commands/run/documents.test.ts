import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test, vi } from 'vitest'
import { Recorded } from './recorded.ts'

vi.setConfig({ testTimeout: 60_000 })

function expectValid(name: string, text: string): void {
  const ajv = new Ajv2020({ allowUnionTypes: true, validateFormats: false })
  const validate = ajv.compile(JSON.parse(readFileSync(`schemas/${name}.schema.json`, 'utf8')))
  expect(validate(JSON.parse(text)), JSON.stringify(validate.errors)).toBe(true)
}

test('what is said of a run fits its schemas', async () => {
  const work = new Recorded()
  work.shell('git init -q . && git add -A . && touch x.py y.py && git add x.py && touch requirements.txt')
  const ran = work.mlreg(['run', '--json', '--', 'sh', '-c', 'echo out; exit 3'])
  const line = String(ran.stderr).trim().split('\n').at(-1) ?? ''
  expectValid('ran', line)
  expect(JSON.parse(line)).toMatchObject({
    status: 'FAILED',
    exit: { code: 3, signal: null },
    recorded: true,
  })
  expect(String(ran.stdout)).toBe('out\n')
  const { id } = await work.shown()
  work.mlreg(['runs', 'amend', id, '--tag', 'a=b', '--reason', 'why'])
  const shown = String(work.mlreg(['runs', 'show', id, '--json']).stdout)
  expect(JSON.parse(shown).run.amended.length).toBe(1)
  expectValid('run', shown)
  expectValid('runs', String(work.mlreg(['runs', '--json']).stdout))
  expectValid('reaped', String(work.mlreg(['runs', 'reap', '--json']).stdout))
})

test('--quiet says nothing when all is well, and --json nothing but the document', async () => {
  const work = new Recorded()
  work.mlreg(['init', work.directory])
  work.env.MLREG_STORE = `${work.directory}/.mlreg`
  expect(String(work.mlreg(['run', '--quiet', '--', 'true']).stderr)).toBe('')
  expect(
    String(work.mlreg(['run', '--json', '--', 'true']).stderr)
      .trim()
      .split('\n').length,
  ).toBe(1)
})
