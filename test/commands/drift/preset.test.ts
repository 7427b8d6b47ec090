import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { main } from '../../../src/main.ts'
import { fakeIo } from '../../fake-io.ts'
import { csv, range } from './files.ts'

const before = csv({ x: range(400), y: range(400).map(i => i % 7) })
const after = csv({ x: range(400).map(i => i * 0.8 + 90), y: range(400).map(i => i % 7) })

interface Said {
  readonly exit: number
  readonly reproduce: string
  readonly x: Readonly<Record<string, { readonly threshold?: number }>>
  readonly verdict: string
}

async function drift(
  toml: string,
  env: Record<string, string>,
  ...options: readonly string[]
): Promise<Said> {
  const cwd = mkdtempSync(join(tmpdir(), 'mlreg-preset-'))
  writeFileSync(join(cwd, 'mlreg.toml'), toml)
  const io = fakeIo({ cwd, env })
  const exit = await main(['drift', before, after, '--json', ...options], io)
  if (exit > 1) throw new Error(io.written.stderr)
  const { reproduce, drift: rows, verdict } = JSON.parse(io.written.stdout)
  const { tests } = rows.find(({ column }: { column: string }) => column === 'x')
  return { exit, reproduce: reproduce.replace(/^.*--policy \S+ ?/, ''), x: tests, verdict }
}

test('sets the limits, and the line that reproduces the answer names it', async () => {
  const { x, reproduce } = await drift('', {}, '--preset', 'start')
  expect(x).toMatchObject({ ks: { threshold: 0.001 }, psi: { threshold: 0.25 } })
  expect(reproduce).toBe('--preset start')
  expect(await drift('drift.preset = "strict"', {})).toMatchObject({
    reproduce: '--preset strict',
    x: { ks: { threshold: 0.05 }, psi: { threshold: 0.1 } },
  })
  expect(await drift('', { MLREG_PRESET: 'standard' })).toMatchObject({ reproduce: '--preset standard' })
})

test.each([
  ['--min-effect 0.1', ['--min-effect', '0.1'], { ks: { threshold: 0.001 } }],
  ["--rule 'psi > 0.4'", ['--rule', 'psi > 0.4'], { psi: { threshold: 0.4 } }],
])('%s wins over it', async (line, options, tests) => {
  const { x, reproduce } = await drift('', {}, '--preset', 'start', ...options)
  expect(x).toMatchObject(tests)
  expect(reproduce).toBe(`--preset start ${line}`)
  // Wherever they stand, what is as near or nearer holds.
  const toml = '[drift]\npreset = "start"'
  expect((await drift(toml, {}, ...options)).reproduce).toBe(`--preset start ${line}`)
})

test('on the command line it wins over what the settings file says', async () => {
  const toml = '[drift]\nrules = ["psi > 0.9"]\nmin-effect = 0.9'
  const { x, reproduce } = await drift(toml, {}, '--preset', 'start')
  expect(x.psi).toMatchObject({ threshold: 0.25 })
  expect(reproduce).toBe('--preset start')
  expect((await drift(`${toml}\npreset = "start"`, {})).reproduce).toBe(
    "--preset start --min-effect 0.9 --rule 'psi > 0.9'",
  )
})

test('no other names are known', async () => {
  const io = fakeIo()
  expect(await main(['drift', before, after, '--preset', 'lax'], io)).toBe(2)
  expect(io.written.stderr).toMatch(/start, standard, strict/)
})
