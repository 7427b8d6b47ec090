import {
  chmodSync,
  cpSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { Workspace } from '../tracking/workspace.ts'
import { blobPaths, flipBit, storedRun } from './stored-run.ts'
import { violations } from './valid.ts'

interface Fsck {
  readonly verdict: string
  readonly checked: {
    readonly rows: number
    readonly blobs: number
    readonly bytes: number
    readonly read: number
  }
  readonly problems: readonly {
    readonly kind: string
    readonly digest: string | null
    readonly path: string | null
    readonly runs: readonly string[]
  }[]
  readonly leftovers: readonly { readonly kind: string; readonly path: string }[]
}

let work: Workspace
let run: string

beforeEach(async () => {
  work = new Workspace()
  run = await storedRun(work, { 'a.txt': 'first', 'b.txt': 'second', 'c/d.txt': 'third' })
})

async function fsck(...words: string[]): Promise<Fsck & { exit: number }> {
  const { exit, stdout } = await work.run(['fsck', ...words, '--json'])
  expect(violations('fsck', JSON.parse(stdout))).toBe('')
  return { exit, ...(JSON.parse(stdout) as Fsck) }
}

test('a store as it should be has no problems, and its bytes are read when asked', async () => {
  expect(await fsck()).toMatchObject({ exit: 0, verdict: 'ok', problems: [], leftovers: [] })
  expect((await fsck()).checked).toMatchObject({ blobs: 3, bytes: 16, read: 0 })
  expect((await fsck('--read-data')).checked.read).toBe(3)
})

test('parts of the data are all of it together, and each blob is in one', async () => {
  const read = await Promise.all([1, 2, 3, 4, 5].map(part => fsck(`--read-data=${part}/5`)))
  expect(read.reduce((total, { checked }) => total + checked.read, 0)).toBe(3)
  expect((await fsck('--read-data=0%')).checked.read).toBe(0)
  expect((await fsck('--read-data=100%')).checked.read).toBe(3)
})

test.each(['0/3', '4/3', '101%', 'all', '-1/3', '1/0'])('%s is no part of the data', async part => {
  expect(await work.error('fsck', `--read-data=${part}`)).toMatchObject({ code: 'usage' })
})

test.each([...Array(process.env.MLREG_FAULT === 'long' ? 200 : 20).keys()])(
  'a flipped bit is found by reading, and named with the run (%i)',
  async seed => {
    const [path = ''] = blobPaths(work)
    flipBit(path, seed)
    expect(await fsck()).toMatchObject({ exit: 0 })
    const { exit, verdict, problems } = await fsck('--read-data')
    expect({ exit, verdict }).toEqual({ exit: 1, verdict: 'damaged' })
    expect(problems).toMatchObject([{ kind: 'corrupt', digest: path.slice(-64), runs: [run] }])
  },
)

describe('without reading the bytes', () => {
  test('a missing file', async () => {
    const [path = ''] = blobPaths(work)
    rmSync(path)
    expect(await fsck()).toMatchObject({ exit: 1, problems: [{ kind: 'missing', runs: [run] }] })
  })

  test('a file cut short', async () => {
    const [path = ''] = blobPaths(work)
    chmodSync(path, 0o644)
    truncateSync(path, 2)
    expect(await fsck()).toMatchObject({ exit: 1, problems: [{ kind: 'size', digest: path.slice(-64) }] })
  })

  test('a link in the place of a file is not followed', async () => {
    const [path = ''] = blobPaths(work)
    renameSync(path, join(work.directory, 'elsewhere'))
    symlinkSync(join(work.directory, 'elsewhere'), path)
    const { exit, problems } = await fsck('--read-data')
    expect(exit).toBe(1)
    expect(problems.map(({ kind }) => kind).sort()).toEqual(['foreign', 'missing'])
  })

  test('a file that is nobody of ours', async () => {
    writeFileSync(join(work.directory, '.mlreg/artifacts/sha256/ab/notes.txt'), 'x')
    expect(await fsck()).toMatchObject({
      exit: 1,
      problems: [{ kind: 'foreign', path: 'artifacts/sha256/ab/notes.txt' }],
    })
  })
})

test('files that were left over are told and are no damage', async () => {
  const orphan = 'ab'.padEnd(64, '0')
  writeFileSync(join(work.directory, '.mlreg/artifacts/sha256/ab', orphan), 'x')
  // No process can have this number.
  writeFileSync(join(work.directory, '.mlreg/tmp/4194305-0123456789ab'), 'x')
  expect(await fsck()).toMatchObject({
    exit: 0,
    leftovers: [{ kind: 'tmp' }, { kind: 'orphan', path: `artifacts/sha256/ab/${orphan}` }],
  })
})

test('what this process is writing is in use', async () => {
  writeFileSync(join(work.directory, `.mlreg/tmp/${process.pid}-0123456789ab`), 'x')
  expect(await fsck()).toMatchObject({ leftovers: [] })
})

test('a damaged database is an answer', async () => {
  const file = join(work.directory, '.mlreg/mlreg.db')
  const bytes = readFileSync(file)
  // All but the first page.
  for (let at = 4096; at < bytes.length; at += 7) bytes[at] = 0xaa
  writeFileSync(file, bytes)
  const { exit, problems } = await fsck()
  expect(exit).toBe(1)
  expect(problems[0]).toMatchObject({ kind: 'database' })
})

test('what is no store is no answer', async () => {
  writeFileSync(join(work.directory, '.mlreg/mlreg.db'), 'no database at all'.repeat(100))
  expect(await work.error('fsck')).toMatchObject({ code: 'not-a-store' })
  expect(await work.error('fsck', '--store', 'nowhere')).toMatchObject({ code: 'not-found' })
})

test('a store can be moved', async () => {
  cpSync(join(work.directory, '.mlreg'), join(work.directory, 'moved'), { recursive: true })
  rmSync(join(work.directory, '.mlreg'), { recursive: true })
  expect(await fsck('--read-data', '--store', 'moved')).toMatchObject({ exit: 0, checked: { read: 3 } })
})
