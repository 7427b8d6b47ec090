import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { artifactName, unportable } from '../../src/artifacts/artifact-name.ts'
import { collectFiles } from '../../src/artifacts/collect-files.ts'
import { copyBlob } from '../../src/artifacts/copy-blob.ts'
import { putArtifacts } from '../../src/artifacts/put-artifacts.ts'
import { writeOut } from '../../src/artifacts/write-out.ts'
import { artifactsOf } from '../../src/store/artifact-rows.ts'
import { eventsOf } from '../../src/store/events.ts'
import type { Store } from '../../src/store/store.ts'
import { blobFile } from '../../src/store/store-layout.ts'
import { newRun, newStore } from '../store/new-store.ts'
import { clashingNames, refusedNames } from './hostile-names.ts'

let store: Store
const files = mkdtempSync(join(tmpdir(), 'mlreg-files-'))
const context = { actor: 'tester', nowMs: 5_000 }

beforeAll(async () => {
  store = await newStore()
})
afterAll(() => {
  store.close()
  rmSync(files, { recursive: true })
})

function file(name: string, content: string): string {
  const path = join(files, name)
  writeFileSync(path, content)
  return path
}

function temporaries(): string[] {
  return readdirSync(join(store.directory, 'tmp'))
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

test('a file is kept under its digest, once, however often it is stored', async () => {
  const run = newRun(store)
  const path = file('a.txt', 'hello')
  const [put] = await putArtifacts(store, run, [{ name: 'a.txt', from: path }], context)
  expect(put).toEqual({ path: 'a.txt', digest: sha256('hello'), bytes: 5, change: 'added' })
  const blob = blobFile(store.directory, sha256('hello'))
  expect(readFileSync(blob, 'utf8')).toBe('hello')
  expect(statSync(blob).mode & 0o777).toBe(0o444)
  const again = await putArtifacts(store, run, [{ name: 'b.txt', from: Buffer.from('hello') }], context)
  expect(again[0]?.change).toBe('added')
  expect((await putArtifacts(store, run, [{ name: 'a.txt', from: path }], context))[0]?.change).toBe('same')
  expect(artifactsOf(store, run).map(one => [one.path, one.digest, one.mediaType])).toEqual([
    ['a.txt', sha256('hello'), 'text/plain'],
    ['b.txt', sha256('hello'), 'text/plain'],
  ])
  expect(temporaries()).toEqual([])
})

test('a name stored again has the new bytes, and the old digest is on record', async () => {
  const run = newRun(store)
  await putArtifacts(store, run, [{ name: 'last.pt', from: Buffer.from('1') }], context)
  await putArtifacts(store, run, [{ name: 'last.pt', from: Buffer.from('2') }], context)
  expect(artifactsOf(store, run)[0]?.digest).toBe(sha256('2'))
  const [, second] = eventsOf(store, 'run', run.id)
  expect(second).toMatchObject({ actor: 'tester', action: 'artifact.put' })
  expect(second?.details.replaced).toEqual([{ path: 'last.pt', before: sha256('1') }])
})

test('all of several files, or none', async () => {
  const run = newRun(store)
  const good = { name: 'good', from: file('good', 'good one') }
  await expect(
    putArtifacts(store, run, [good, { name: 'bad', from: join(files, 'none') }], context),
  ).rejects.toMatchObject({ code: 'not-found' })
  await expect(
    putArtifacts(store, run, [good, { name: 'good/inside', from: good.from }], context),
  ).rejects.toMatchObject({ code: 'conflict' })
  expect(artifactsOf(store, run)).toEqual([])
  expect(temporaries()).toEqual([])
})

test.each(clashingNames)('%j and %j cannot both be written out', async (first, second) => {
  const run = newRun(store)
  await putArtifacts(store, run, [{ name: first, from: Buffer.from('1') }], context)
  const clash = putArtifacts(store, run, [{ name: second, from: Buffer.from('1') }], context)
  await expect(clash).rejects.toMatchObject({ code: 'conflict' })
  const other = newRun(store)
  const both = [first, second].map(name => ({ name, from: Buffer.from('1') }))
  await expect(putArtifacts(store, other, both, context)).rejects.toMatchObject({ code: 'conflict' })
  expect(artifactsOf(store, other)).toEqual([])
})

test('two files whose names are one in one Unicode form, or no text, are refused and not taken for one', async () => {
  mkdirSync(join(files, 'forms'))
  file('forms/e\u0301', 'decomposed')
  file('forms/\u00e9', 'composed')
  const put = putArtifacts(store, newRun(store), await collectFiles(join(files, 'forms'), {}), context)
  await expect(put).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('two files are'),
  })
  mkdirSync(join(files, 'bytes'))
  writeFileSync(Buffer.concat([Buffer.from(join(files, 'bytes/x')), Buffer.from([0xff])]), 'latin')
  await expect(collectFiles(join(files, 'bytes'), {})).rejects.toMatchObject({
    code: 'bad-input',
    message: expect.stringContaining('no UTF-8'),
  })
  expect(temporaries()).toEqual([])
})

test('what is no regular file is refused at once', async () => {
  const run = newRun(store)
  execFileSync('sh', ['-c', 'mkfifo "$0"', join(files, 'pipe')])
  symlinkSync(file('target', 'linked'), join(files, 'link'))
  const put = (name: string, follow = false) =>
    putArtifacts(store, run, [{ name, from: join(files, name) }], { ...context, follow })
  await expect(put('pipe')).rejects.toMatchObject({ code: 'bad-input' })
  await expect(put('link')).rejects.toMatchObject({ code: 'bad-input', hint: /--follow/ })
  expect((await put('link', true))[0]?.digest).toBe(sha256('linked'))
})

test('a file that grows while it is stored is refused', async () => {
  const run = newRun(store)
  const path = file('grows', 'x'.repeat(30_000_000))
  const growing = setInterval(() => appendFileSync(path, 'more'), 1)
  const put = putArtifacts(store, run, [{ name: 'grows', from: path }], context)
  await expect(put).rejects.toMatchObject({ code: 'source-changed' })
  clearInterval(growing)
  expect(temporaries()).toEqual([])
})

test('a blob that is missing, or of another size, is healed by storing it again', async () => {
  const run = newRun(store)
  const put = () => putArtifacts(store, run, [{ name: 'x', from: Buffer.from('heal me') }], context)
  await put()
  const blob = blobFile(store.directory, sha256('heal me'))
  rmSync(blob)
  await put()
  expect(readFileSync(blob, 'utf8')).toBe('heal me')
  rmSync(blob)
  writeFileSync(blob, 'short')
  await put()
  expect(readFileSync(blob, 'utf8')).toBe('heal me')
})

test('a directory is stored with its files below its name', async () => {
  mkdirSync(join(files, 'model/sub'), { recursive: true })
  file('model/weights.bin', 'w')
  file('model/sub/config.json', '{}')
  const found = await collectFiles(join(files, 'model'), {})
  expect(found.map(one => one.name)).toEqual(['model/sub/config.json', 'model/weights.bin'])
  const named = await collectFiles(`${join(files, 'model')}/`, { name: 'best/v1' })
  expect(named.map(one => one.name)).toEqual(['best/v1/sub/config.json', 'best/v1/weights.bin'])
})

test('a thousand small files are stored in one go', async () => {
  const run = newRun(store)
  const sources = Array.from({ length: 1_000 }, (_, i) => ({
    name: `many/${i}`,
    from: Buffer.from(`file ${i}`),
  }))
  expect(await putArtifacts(store, run, sources, context)).toHaveLength(1_000)
  expect(artifactsOf(store, run)).toHaveLength(1_000)
  expect(temporaries()).toEqual([])
})

test.each(['flip', 'truncate', 'swap', 'remove'])(
  'bytes that are not what was stored are never given out: %s',
  async how => {
    const run = newRun(store)
    const [put] = await putArtifacts(
      store,
      run,
      [{ name: 'x', from: Buffer.from(`bytes to ${how}`) }],
      context,
    )
    const digest = put?.digest ?? ''
    const blob = blobFile(store.directory, digest)
    const bytes = readFileSync(blob)
    chmodSync(blob, 0o644)
    if (how === 'remove') rmSync(blob)
    else if (how === 'truncate') writeFileSync(blob, bytes.subarray(1))
    else if (how === 'swap') writeFileSync(blob, bytes.toReversed())
    else
      writeFileSync(
        blob,
        bytes.map((byte, i) => (i === 3 ? byte ^ 1 : byte)),
      )
    const target = join(files, `out-${how}`)
    await expect(copyBlob(store.directory, digest, target)).rejects.toMatchObject({ code: 'corrupt' })
    expect(existsSync(target)).toBe(false)
    expect(existsSync(blob)).toBe(false)
    const kept = existsSync(join(store.directory, 'quarantine'))
      ? readdirSync(join(store.directory, 'quarantine')).filter(name => name.startsWith(digest))
      : []
    expect(kept).toHaveLength(how === 'remove' ? 0 : 1)
  },
)

test.each(refusedNames)('%j is no name', async name => {
  expect(() => artifactName(name)).toThrow(expect.objectContaining({ code: 'bad-input' }))
  const put = putArtifacts(store, newRun(store), [{ name, from: Buffer.from('x') }], context)
  await expect(put).rejects.toMatchObject({ code: 'bad-input' })
})

test.each(refusedNames.filter(name => name !== '' && !/^c:/i.test(name)))(
  '%j in a row leads nowhere outside the target',
  async name => {
    const [put] = await putArtifacts(store, newRun(store), [{ name: 'x', from: Buffer.from('row') }], context)
    const row = { path: `m/${name}`, digest: put?.digest ?? '', bytes: 3, mediaType: null }
    const cwd = mkdtempSync(join(files, 'cwd-'))
    const asked = { ownName: 'm', destination: undefined, cwd, force: false }
    await expect(
      writeOut(store.directory, [row, { ...row, path: 'm/ok' }], 'm', asked),
    ).rejects.toMatchObject({
      code: 'bad-input',
    })
    expect(readdirSync(cwd)).toEqual([])
  },
)

test('a name is kept in one Unicode form', () => {
  expect(artifactName('e\u0301')).toBe('\u00e9')
})

test.each(['a:b', 'what?', 'dir./x', 'x ', 'NUL', 'con.txt', 'a/aux/b', 'lpt1.log', '<x>'])(
  '%j does not go to Windows',
  name => expect(unportable(name)).toContain(name),
)

test('links in the target are not followed', async () => {
  const run = newRun(store)
  const names = ['m/sub/x', 'm/y']
  await putArtifacts(
    store,
    run,
    names.map(name => ({ name, from: Buffer.from(name) })),
    context,
  )
  const cwd = mkdtempSync(join(files, 'cwd-'))
  const elsewhere = mkdtempSync(join(files, 'elsewhere-'))
  mkdirSync(join(cwd, 'm'))
  symlinkSync(elsewhere, join(cwd, 'm/sub'))
  const asked = { ownName: 'm', destination: undefined, cwd, force: true }
  await expect(writeOut(store.directory, artifactsOf(store, run), 'm', asked)).rejects.toMatchObject({
    code: 'conflict',
  })
  expect(readdirSync(elsewhere)).toEqual([])
})
