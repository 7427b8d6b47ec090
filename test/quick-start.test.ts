import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { expect, test } from 'vitest'

interface QuickStart {
  quickStart(argv: readonly string[]): Promise<{ main: unknown }> | undefined
  readonly quickStartFile: string
  pack(parts: readonly Uint8Array[]): Buffer
  unpack(bytes: Uint8Array): readonly Buffer[]
}

const here = createRequire(import.meta.url)
const { quickStartFile, pack, unpack }: QuickStart = here('../bin/quick-start.js')

/** A copy of the program, whose quick start may be spoilt. */
function copied() {
  const root = mkdtempSync(join(tmpdir(), 'mlreg-quick-'))
  for (const part of ['bin', 'dist', 'package.json']) cpSync(part, join(root, part), { recursive: true })
  symlinkSync(resolve('node_modules'), join(root, 'node_modules'))
  const program: QuickStart = here(join(root, 'bin/quick-start.js'))
  return { root, program, file: join(root, 'dist', basename(quickStartFile)) }
}

function drift(root: string, ...words: string[]) {
  const sides = ['reference', 'current'].map(side => resolve(`fixtures/windows/bike-rental/${side}.parquet`))
  const given = [join(root, 'bin/mlreg.js'), 'drift', ...sides, ...words]
  const { status, stdout, stderr } = spawnSync(process.execPath, given, { encoding: 'utf8' })
  return { status, stdout, stderr }
}

test('the program that is built has a quick start, which answers as the other one does', async () => {
  const { root, program, file } = copied()
  expect((await program.quickStart(['runs']))?.main).toBeTypeOf('function')
  const words = [
    [],
    ['--json'],
    ['--format', 'csv'],
    ['--memory', '300MB'],
    ['--rule', 'nonsense'],
    ['--help'],
  ]
  const quick = words.map(some => drift(root, ...some))
  rmSync(file)
  expect(program.quickStart(['runs'])).toBeUndefined()
  expect(quick).toEqual(words.map(some => drift(root, ...some)))
  expect(quick.map(({ status }) => status)).toEqual([1, 1, 1, 1, 2, 0])
})

test.each([
  ['is empty', () => Buffer.of()],
  ['is cut off', (whole: Buffer) => whole.subarray(0, whole.length - 1000)],
  ['has more at its end', (whole: Buffer) => Buffer.concat([whole, pack([Buffer.of(1)])])],
  ['is of another program', (whole: Buffer) => pack([Buffer.from('another'), ...unpack(whole).slice(1)])],
])('a quick start that %s is not taken', (_, spoil) => {
  const { root, program, file } = copied()
  writeFileSync(file, spoil(readFileSync(file)))
  expect(program.quickStart(['runs'])).toBeUndefined()
  expect(drift(root, '--quiet').status).toBe(1)
})

test('a compiled form that V8 does not take is compiled anew', async () => {
  const { root, program, file } = copied()
  const [main, database, script, compiled] = unpack(readFileSync(file)) as [Buffer, Buffer, Buffer, Buffer]
  writeFileSync(file, pack([main, database, script, compiled.fill(1, 0, 16)]))
  expect((await program.quickStart(['runs']))?.main).toBeTypeOf('function')
  expect(drift(root, '--quiet').status).toBe(1)
})

test('what was packed is unpacked', () => {
  const parts = ['', 'a', 'bc'.repeat(1000)].map(text => Buffer.from(text))
  expect(unpack(pack(parts))).toEqual(parts)
})
