import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { manifestBytes } from '../../../src/exchange/bundle-manifest.ts'
import { tarEnd, tarHeader, tarPadding } from '../../../src/exchange/tar-header.ts'
import { refusedNames } from '../../artifacts/hostile-names.ts'
import { storedRun } from '../store/stored-run.ts'
import { Workspace } from '../tracking/workspace.ts'

let whole: Buffer
let there: Workspace
let path: string

beforeAll(async () => {
  const here = new Workspace()
  const run = await storedRun(here, { 'a.txt': 'first', 'b.txt': 'second' })
  await here.out('log', 'metric', 'auc=0.9', '--run', run)
  await here.out('bundle', 'create', 'all.tar')
  whole = readFileSync(join(here.directory, 'all.tar'))
})

beforeEach(async () => {
  there = new Workspace()
  await there.out('init')
  path = join(there.directory, 'all.tar')
})

const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex')

type Entry = readonly [name: string, content: Buffer]

function archive(entries: readonly Entry[]): Buffer {
  const parts = entries.flatMap(([name, content]) => [
    tarHeader(name, content.length),
    content,
    Buffer.alloc(tarPadding(content.length)),
  ])
  return Buffer.concat([...parts, tarEnd])
}

const experiment = {
  type: 'experiment',
  name: 'E',
  lifecycle: 'active',
  createdMs: 1,
  updatedMs: 1,
  tags: [],
}
const plainRun = {
  ...{
    type: 'run',
    id: 'a'.repeat(32),
    experiment: 'E',
    name: 'n',
    status: 'FINISHED',
    startMs: 1,
    endMs: 2,
  },
  ...{ user: 'u', lifecycle: 'active', parent: null, command: null, exitCode: null, exitSignal: null },
  ...{ git: null, environment: null, resources: null, params: [], tags: [], data: [], artifacts: [] },
}
const file = Buffer.from('bytes')
const artifact = { path: 'a', digest: sha256(file), mediaType: null }

/** A bundle with right digests all over: only what its records say can be wrong. */
function bundle(records: readonly object[], files: readonly Buffer[] = [], change: object = {}): Buffer {
  const lines = Buffer.from(records.map(record => `${JSON.stringify(record)}\n`).join(''))
  const listed = files
    .map(bytes => ({ digest: sha256(bytes), bytes: bytes.length, content: bytes }))
    .sort((a, b) => (a.digest < b.digest ? -1 : 1))
  const of = (type: string) => records.filter(record => 'type' in record && record.type === type).length
  const manifest = {
    schema: 'mlreg.bundle/1' as const,
    ...{ experiments: of('experiment'), runs: of('run'), points: of('points') },
    records: { digest: sha256(lines), bytes: lines.length },
    files: listed.map(({ digest, bytes }) => ({ digest, bytes })),
    ...change,
  }
  return archive([
    ['manifest.json', manifestBytes(manifest)],
    ['records.jsonl', lines],
    ...listed.map(({ digest, content }): Entry => [`files/${digest}`, content]),
  ])
}

async function refused(bytes: Buffer): Promise<{ code: string; message: string }> {
  writeFileSync(path, bytes)
  const before = await there.out('export', 'jsonl', 'before.jsonl', '--force')
  const error = await there.error('bundle', 'merge', path)
  expect(['corrupt', 'bad-input', 'store-too-new']).toContain(error.code)
  expect(await there.out('export', 'jsonl', 'before.jsonl', '--force')).toBe(before)
  expect(await there.json('fsck')).toMatchObject({ verdict: 'ok', leftovers: [] })
  expect(readdirSync(there.directory).sort()).toEqual(['.mlreg', 'all.tar', 'before.jsonl'])
  expect(await there.json('runs')).toMatchObject({ total: 0 })
  return error
}

test('the forger makes bundles that are taken when nothing is wrong', async () => {
  writeFileSync(path, bundle([experiment, { ...plainRun, artifacts: [artifact] }], [file]))
  expect(await there.json('bundle', 'merge', path)).toMatchObject({ runs: 1, experiments: 1 })
  expect(await there.json('fsck', '--read-data')).toMatchObject({ verdict: 'ok' })
})

test('every flipped bit in a sample of them is noticed, by verify too', async () => {
  const step = Math.floor((whole.length * 8) / 40)
  for (let bit = 5; bit < whole.length * 8; bit += step) {
    const bytes = Buffer.from(whole)
    bytes[bit >> 3] = (bytes[bit >> 3] as number) ^ (1 << (bit & 7))
    writeFileSync(path, bytes)
    const { exit } = await there.run(['bundle', 'verify', path])
    // What fills up blocks means nothing.
    if (exit === 0) expect(whole[bit >> 3]).toBe(0)
    else expect([1, 2]).toContain(exit)
  }
}, 60_000)

test('cut off anywhere, or followed by something', async () => {
  for (const bytes of [1, 511, 512, 700, 1024, 1600, whole.length - 1024, whole.length - 1]) {
    await refused(whole.subarray(0, bytes))
  }
  await refused(Buffer.concat([whole, Buffer.alloc(512)]))
  await refused(Buffer.concat([whole, whole]))
}, 60_000)

test.each(refusedNames.map(name => [JSON.stringify(name), name]))('an artifact named %s', async (_, name) => {
  await refused(bundle([experiment, { ...plainRun, artifacts: [{ ...artifact, path: name }] }], [file]))
})

test.each<[string, Entry]>([
  ['a path that leads out', ['../../evil', file]],
  ['an absolute path', ['/tmp/mlreg-evil', file]],
  ['another file', [`files/${'0'.repeat(64)}`, file]],
])('an entry with %s', async (_, entry) => {
  const bytes = bundle([experiment, { ...plainRun, artifacts: [artifact] }], [file])
  const name = `files/${artifact.digest}`
  const at = bytes.indexOf(name)
  tarHeader(entry[0], file.length).copy(bytes, at)
  await refused(bytes)
  expect(existsSync('/tmp/mlreg-evil')).toBe(false)
})

test.each<[string, string]>([
  ['a hard link', '1'],
  ['a symbolic link', '2'],
  ['a device', '3'],
  ['a directory', '5'],
  ['a fifo', '6'],
  ['a sparse file', 'S'],
  ['an extension', 'x'],
])('an entry that is %s', async (_, type) => {
  const bytes = bundle([experiment, { ...plainRun, artifacts: [artifact] }], [file])
  const at = bytes.indexOf(`files/${artifact.digest}`)
  const header = bytes.subarray(at, at + 512)
  header.write(type, 156)
  header.write('/etc/passwd', 157)
  header.write('        ', 148)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  await refused(bytes)
})

describe('sizes that are not there', () => {
  test.each([2 ** 40, Number.MAX_SAFE_INTEGER, -1, 1.5, '5', null])('%s', async bytes => {
    const files = [{ digest: artifact.digest, bytes }]
    await refused(bundle([experiment, { ...plainRun, artifacts: [artifact] }], [file], { files }))
  })

  test('a manifest of a terabyte', async () => {
    await refused(Buffer.concat([tarHeader('manifest.json', 2 ** 40), Buffer.alloc(2048)]))
  })
})

const nested = JSON.parse(`${'{"a":'.repeat(500)}1${'}'.repeat(500)}`)

test.each<[string, object[], Buffer[]?]>([
  ['a file that no run names', [experiment, plainRun], [file]],
  ['a file that is missing', [experiment, { ...plainRun, artifacts: [artifact] }]],
  ['a run twice', [experiment, plainRun, plainRun]],
  ['a run of no experiment', [plainRun]],
  ['points of no run', [experiment, { type: 'points', run: 'b'.repeat(32), points: [] }]],
  ['an id that is none', [experiment, { ...plainRun, id: '../x' }]],
  ['a status that is none', [experiment, { ...plainRun, status: 'WON' }]],
  ['a time before time', [experiment, { ...plainRun, startMs: -1 }]],
  ['a param that is no text', [experiment, { ...plainRun, params: [['a', 1]] }]],
  ['a key that is a path', [experiment, { ...plainRun, params: [['../a', '1']] }]],
  ['a tag that is no pair', [experiment, { ...plainRun, tags: [['a']] }]],
  [
    'a point without a number',
    [experiment, plainRun, { type: 'points', run: plainRun.id, points: [['a', 1, 1, 'x']] }],
  ],
  [
    'a step that is no whole number',
    [experiment, plainRun, { type: 'points', run: plainRun.id, points: [['a', 0.5, 1, 1]] }],
  ],
  ['a commit that is an object', [experiment, { ...plainRun, git: { commit: {} } }]],
  ['an environment of 500 levels', [experiment, { ...plainRun, environment: nested }]],
  [
    'an experiment without a name',
    [
      { ...experiment, name: ' ' },
      { ...plainRun, experiment: ' ' },
    ],
  ],
  ['a type nobody knows', [{ type: 'constructor' }]],
  ['an array', [[]]],
])('records with %s', async (_, records, files = []) => {
  await refused(bundle(records, files))
})

const model = {
  type: 'model',
  name: 'churn',
  description: '',
  lastVersion: 1,
  createdMs: 1,
  updatedMs: 1,
  tags: [],
}
const version = {
  ...{ type: 'version', model: 'churn', version: 1, stage: 'Production', stagedMs: 1, runId: null },
  ...{ source: '/srv/a', root: 'a', digest: artifact.digest, description: '', mlmodel: null, baseline: null },
  ...{
    baselineData: null,
    drift: null,
    card: null,
    createdMs: 1,
    user: 'u',
    tags: [],
    aliases: ['champion'],
  },
  ...{ files: [artifact], checks: [] },
}
const withModels = (records: readonly object[]) => ({
  schema: 'mlreg.bundle/2' as const,
  models: records.filter(one => 'type' in one && one.type === 'model').length,
  versions: records.filter(one => 'type' in one && one.type === 'version').length,
})

test('a forged model is taken when nothing is wrong with it', async () => {
  writeFileSync(path, bundle([model, version], [file], withModels([model, version])))
  expect(await there.json('bundle', 'merge', path)).toMatchObject({ models: 1, versions: 1 })
  expect(await there.json('fsck', '--read-data')).toMatchObject({ verdict: 'ok' })
})

test.each<[string, object[]]>([
  ['a version of no model', [version]],
  ['a version of another model', [{ ...model, name: 'other' }, version]],
  ['a model twice', [model, version, model]],
  ['a version twice', [model, version, version]],
  ['an alias of two versions', [model, version, { ...version, version: 2 }]],
  ['a version 0', [model, { ...version, version: 0 }]],
  ['a version that is no whole number', [model, { ...version, version: 1.5 }]],
  [
    'a model name that is a path',
    [
      { ...model, name: '../x' },
      { ...version, model: '../x' },
    ],
  ],
  [
    'a model name that is half a character',
    [
      { ...model, name: 'a\ud800' },
      { ...version, model: 'a\ud800' },
    ],
  ],
  ['an alias that is a version', [model, { ...version, aliases: ['v7'] }]],
  ['a root that leads out', [model, { ...version, root: '..' }]],
  ['a root of two parts', [model, { ...version, root: 'x/a' }]],
  ['a file outside of its root', [model, { ...version, files: [{ ...artifact, path: 'b' }] }]],
  ['two files of one name', [model, { ...version, files: [artifact, artifact] }]],
  ['no files', [model, { ...version, files: [] }]],
  ['files that are not what the digest says', [model, { ...version, digest: '0'.repeat(64) }]],
  ['a baseline that is missing', [model, { ...version, baseline: 'f'.repeat(64) }]],
  ['a card that is missing', [model, { ...version, card: 'f'.repeat(64) }]],
  ['a stage without a name', [model, { ...version, stage: ' ' }]],
  ['a weight below zero', [model, { ...version, drift: { weights: { a: -1 } } }]],
  [
    'a check without a summary',
    [
      model,
      {
        ...version,
        checks: [{ timeMs: 1, actor: 'a', runId: null, verdict: 'ok', report: null, summary: {} }],
      },
    ],
  ],
])('models with %s', async (_, records) => {
  await refused(bundle(records, [file], withModels(records)))
  expect(await there.json('models')).toMatchObject({ total: 0 })
})

test('a bundle of the first kind holds no models', async () => {
  await refused(bundle([model, version], [file]))
})

test('names that terminals and formats would take for something else are kept, and shown escaped', async () => {
  const name = '\u001b[31m=cmd()|<script>'
  const tags = [['note', name]]
  writeFileSync(
    path,
    bundle([
      { ...experiment, name: '=1+1' },
      { ...plainRun, name, tags, experiment: '=1+1' },
    ]),
  )
  await there.out('bundle', 'merge', path)
  expect(await there.out('runs')).not.toContain('\u001b')
  await there.out('export', 'csv', 'runs.csv')
  expect(readFileSync(join(there.directory, 'runs.csv'), 'utf8')).toContain(",'=1+1,")
})

test('a bundle of a newer mlreg says so', async () => {
  const { code } = await refused(bundle([], [], { schema: 'mlreg.bundle/3' }))
  expect(code).toBe('store-too-new')
})
