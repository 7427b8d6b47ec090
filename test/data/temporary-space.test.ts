import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Engine, openEngine } from '../../src/data/engine.ts'
import { openWindow } from '../../src/data/open-window.ts'
import type { OpenedWindow } from '../../src/data/window.ts'
import { MlregError } from '../../src/errors.ts'
import { main } from '../../src/main.ts'
import { parkingProfiler } from '../../src/profile/parking-profiler.ts'
import { fakeIo } from '../fake-io.ts'

/** A disk of 2 MiB, which only root can make. */
const disk = mkdtempSync(join(tmpdir(), 'mlreg-disk-'))
const isMounted =
  process.getuid?.() === 0 &&
  spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk], { stdio: 'ignore' }).status === 0

afterAll(() => {
  if (isMounted) spawnSync('umount', [disk])
  rmSync(disk, { recursive: true })
})

const systems = process.env.TMPDIR
beforeEach(() => {
  process.env.TMPDIR = disk
})
afterEach(() => {
  if (systems === undefined) delete process.env.TMPDIR
  else process.env.TMPDIR = systems
})

/** What `use` of an engine ends with. Nothing of it may be left on the disk. */
async function refused(use: (engine: Engine) => Promise<unknown>, memory = '256MB'): Promise<MlregError> {
  const engine = await openEngine({ memory })
  const error = await use(engine).then(
    () => undefined,
    reason => reason,
  )
  engine.close()
  expect(readdirSync(disk)).toEqual([])
  expect(error).toBeInstanceOf(MlregError)
  expect(error.code).toBe('no-space')
  expect(error.message).toContain(join(disk, 'mlreg-'))
  expect(error.hint).toContain('set TMPDIR to a directory that has more')
  return error
}

/** So many different numbers. */
const window = (rows: number): OpenedWindow => ({
  source: 'made up',
  format: 'parquet',
  files: [],
  relation: `(SELECT sqrt(range) AS x FROM range(${rows}))`,
  rows,
  columns: [{ name: 'x', kind: 'numeric', type: 'DOUBLE', sql: 'x' }],
  warnings: [],
})

async function park(engine: Engine, rows: number, report = () => {}) {
  const profiler = parkingProfiler(engine, window(rows), { report })
  for await (const _ of profiler.profile([{ name: 'x', as: 'numeric' }]));
}

describe.skipIf(!isMounted)('a disk that is too small for temporary files', () => {
  test('is told before a column is put down there', async () => {
    const { message } = await refused(engine => park(engine, 1_000_000))
    expect(message).toMatch(
      /^made up takes 7\.6 MB of temporary files, and the disk of \S+ has 2\.0 MB free$/,
    )
  })

  test('is told when it runs full meanwhile', async () => {
    const filler = join(disk, 'filler')
    const { message } = await refused(async engine => {
      const fill = () => writeFileSync(filler, new Uint8Array(2 ** 20))
      await park(engine, 200_000, fill).finally(() => rmSync(filler))
    })
    expect(message).toMatch(
      /^made up takes more than \S+ [KM]B of temporary files, and the disk of \S+ has \S+ [KM]B left$/,
    )
  })

  test('is told of standard input', async () => {
    const stdin = Readable.from(Array.from({ length: 3000 }, () => '1234567\n'.repeat(128)))
    const { message } = await refused(engine => openWindow(engine, { source: '-', role: 'reference', stdin }))
    expect(message).toMatch(/^the input takes more than 2\.0 MB of temporary files/)
  })

  test('is told of what the engine does not hold in memory', async () => {
    const { message, hint } = await refused(async engine => {
      await engine.announce(2 ** 40)
      await engine.rows('CREATE TABLE numbers AS SELECT hash(range) AS x FROM range(20000000)')
    }, '64MB')
    expect(message).toMatch(/^what does not fit into the memory limit takes more than .* of temporary files/)
    expect(hint).toMatch(/or raise --memory$/)
  })

  test('ends the command with 2, and leaves nothing there', async () => {
    const windows = 'fixtures/windows/steady/'
    const rows = `a\n${'1234567\n'.repeat(400_000)}`
    const io = fakeIo({ stdin: Readable.from([rows]) })
    expect(await main(['drift', `${windows}reference.csv`, '-'], io)).toBe(2)
    expect(io.written.stdout).toBe('')
    expect(io.written.stderr).toMatch(
      /^mlreg: the input takes more than .* of temporary files.*\nhint: free some space there/,
    )
    expect(readdirSync(disk)).toEqual([])
  })
})

test('a disk that is large enough is not complained of', async () => {
  process.env.TMPDIR = systems ?? tmpdir()
  const engine = await openEngine()
  await expect(park(engine, 10_000)).resolves.toBeUndefined()
  engine.close()
})
