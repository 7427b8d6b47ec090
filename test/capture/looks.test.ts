import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { captureEnvironment } from '../../src/capture/environment.ts'
import { findProgram } from '../../src/capture/find-program.ts'
import { findInterpreter } from '../../src/capture/interpreter.ts'
import { parseGitStatus } from '../../src/capture/parse-git-status.ts'
import { pythonPackages } from '../../src/capture/python-packages.ts'
import { sourceDigest } from '../../src/capture/source-digest.ts'

let cwd: string

beforeEach(() => {
  cwd = realpathSync(mkdtempSync(join(tmpdir(), 'mlreg-looks-')))
})

function put(path: string, text = '', mode = 0o644): string {
  const file = join(cwd, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  chmodSync(file, mode)
  return file
}

const place = (env: Record<string, string> = {}) => ({ cwd, env: { PATH: process.env.PATH ?? '', ...env } })

test('git status with every kind of entry', () => {
  const hash = 'a'.repeat(40)
  const entries = [
    `# branch.oid ${hash}`,
    '# branch.head feature/x',
    `1 .M N... 100644 100644 100644 ${hash} ${hash} a b.py`,
    `2 R. N... 100644 100644 100644 ${hash} ${hash} R100 new name`,
    '? old name that is no entry',
    `u UU N... 100644 100644 100644 100644 ${hash} ${hash} ${hash} both`,
    '? line\nbreak',
    '? ünï',
  ]
  expect(parseGitStatus(`${entries.join('\0')}\0`)).toEqual({
    commit: hash,
    branch: 'feature/x',
    changed: 3,
    untracked: ['line\nbreak', 'ünï'],
  })
  expect(parseGitStatus('# branch.oid (initial)\0# branch.head (detached)\0')).toEqual({
    commit: null,
    branch: null,
    changed: 0,
    untracked: [],
  })
})

test('a program is found as a shell finds it', () => {
  const tool = put('bin/tool', '#!/bin/sh\n', 0o755)
  put('plain/tool', '#!/bin/sh\n', 0o644)
  mkdirSync(join(cwd, 'folder/tool'), { recursive: true })
  const PATH = ['plain', 'folder', 'bin'].map(name => join(cwd, name)).join(':')
  expect(findProgram('tool', { cwd, env: { PATH } })).toBe(tool)
  expect(findProgram('./bin/tool', { cwd, env: {} })).toBe(tool)
  expect(findProgram('tool', { cwd, env: { PATH: 'plain:' } })).toBeUndefined()
  expect(findProgram('none', { cwd, env: { PATH } })).toBeUndefined()
})

test('the interpreter is the one that the first line names', async () => {
  put('bin/python3.9', '#!/bin/sh\necho Python 3.9.1 >&2\n', 0o755)
  rmSync(put('bin/python3'))
  symlinkSync('python3.9', join(cwd, 'bin/python3'))
  put('train', '#!/usr/bin/env -S LC_ALL=C python3 -u\n', 0o755)
  const env = { PATH: `${join(cwd, 'bin')}:${process.env.PATH}` }
  // Here python3.9 is a script too, and the shell is what runs in the end.
  expect((await findInterpreter('./train', { cwd, env }))?.name).toMatch(/^(sh|dash|bash)$/)
  expect(await findInterpreter('node', { cwd, env })).toMatchObject({
    name: 'node',
    version: process.versions.node,
  })
  put('loop', `#!${join(cwd, 'loop')}\n`, 0o755)
  expect(await findInterpreter('./loop', place())).toMatchObject({ name: 'loop', version: null })
  expect(await findInterpreter('none', place())).toBeUndefined()
})

test('packages by the names of their directories', async () => {
  put('env/pyvenv.cfg')
  const site = 'env/lib/python3.11/site-packages'
  for (const name of [
    'numpy-1.26.4.dist-info/METADATA',
    'Foo.Bar_baz-2.0rc1.dist-info/METADATA',
    'old-1.0-py3.11.egg-info',
    'numpy/__init__.py',
    '~umpy-1.0.dist-info.txt',
  ]) {
    put(join(site, name))
  }
  put('conda/conda-meta/cuda-toolkit-12.1.0-h1.json')
  put('conda/lib/python3.10/site-packages/x-1.dist-info/METADATA')
  const prefix = join(cwd, 'env')
  expect(await pythonPackages(undefined, false, place({ VIRTUAL_ENV: prefix }), undefined)).toEqual({
    prefix,
    python: { 'foo-bar-baz': '2.0rc1', numpy: '1.26.4', old: '1.0' },
  })
  expect(
    await pythonPackages(undefined, false, place({ CONDA_PREFIX: join(cwd, 'conda') }), undefined),
  ).toEqual({
    prefix: join(cwd, 'conda'),
    python: { x: '1' },
    conda: { 'cuda-toolkit': '12.1.0' },
  })
  expect(await pythonPackages(undefined, false, place(), undefined)).toBeUndefined()
})

test('npm’s list, lock files, and what is damaged', async () => {
  const list = {
    packages: {
      '': {},
      'node_modules/a': { version: '1.0.0' },
      'node_modules/a/node_modules/b': { version: '2.0.0' },
    },
  }
  put('node_modules/.package-lock.json', JSON.stringify(list))
  put('uv.lock', 'x')
  put('sub/poetry.lock', 'y')
  const seen = await captureEnvironment(
    ['true'],
    { cwd: join(cwd, 'sub'), env: { PATH: '/usr/bin:/bin' } },
    cwd,
    [],
  )
  expect(seen).toMatchObject({
    packages: { npm: { a: '1.0.0', 'a/node_modules/b': '2.0.0' } },
    lockFiles: [{ path: 'poetry.lock' }, { path: '../uv.lock' }],
  })
  put('node_modules/.package-lock.json', '{"packages":')
  expect((await captureEnvironment(['true'], place(), undefined, [])).packages).not.toHaveProperty('npm')
})

test('the digest of the source is that of its files', async () => {
  put('b.py', 'b')
  put('a/c.R', 'c')
  put('data.csv', '1')
  put('.venv/lib/x.py', 'x')
  put('store/mlreg.db')
  put('store/spool/record.json', '{}')
  const sum = (text: string) => execFileSync('sha256sum', { input: text, encoding: 'utf8' }).slice(0, 64)
  const expected = sum(`a/c.R\0${sum('c')}\nb.py\0${sum('b')}\n`)
  const { digest, files, named } = await sourceDigest(cwd, [
    'python',
    'b.py',
    '--x=b.py',
    'gone.py',
    'data.csv',
  ])
  expect({ digest, files, named }).toEqual({
    digest: expected,
    files: 2,
    named: [{ path: 'b.py', digest: sum('b'), bytes: 1 }],
  })
})
