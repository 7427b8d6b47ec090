import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { isLong, tell } from './workers.ts'

const program = resolve('bin/mlreg.js')
const canMount = mountsAnything()
const canDrop = spawnSync('setpriv', ['--reuid=65534', '--clear-groups', 'true']).status === 0

function mountsAnything(): boolean {
  const place = mkdtempSync(join(tmpdir(), 'mlreg-mount-'))
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4k', 'none', place])
  if (status === 0) spawnSync('umount', [place])
  return status === 0
}

let home: string
let disk: string

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'mlreg-disk-'))
  disk = join(home, 'disk')
  mkdirSync(disk)
})
afterEach(() => {
  spawnSync('umount', [disk])
})

function mlreg(words: readonly string[], { user = [] as readonly string[], input = '' } = {}) {
  const [command = '', ...rest] = [...user, process.execPath, program, ...words]
  const env = { PATH: process.env.PATH, MLREG_STORE: join(disk, 'store'), MLREG_ACTOR: 'tester', HOME: home }
  const { status, signal, stdout, stderr } = spawnSync(command, rest, {
    cwd: home,
    env,
    input,
    encoding: 'utf8',
  })
  return { status, signal, stdout, stderr }
}

function mounted(size: string): void {
  expect(spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'none', disk]).status).toBe(0)
}

/** A run with a file in a store on the disk. */
function aRun(): string {
  writeFileSync(join(home, 'a.txt'), 'first')
  const run = mlreg(['start', '--name', 'one']).stdout.trim()
  expect(mlreg(['log', 'artifact', 'a.txt', '--run', run])).toMatchObject({ status: 0 })
  return run
}

describe.skipIf(!canMount)('on a disk', () => {
  test('that is full, a file is refused with both numbers, and nothing of it is left', () => {
    mounted('100m')
    const run = aRun()
    writeFileSync(join(home, 'large'), Buffer.alloc(60_000_000))
    const refused = mlreg(['log', 'artifact', 'large', '--run', run])
    expect(refused).toMatchObject({ status: 2, stderr: expect.stringMatching(/MB free.*60\.0 MB/) })
    expect(readdirSync(join(disk, 'store/tmp'))).toEqual([])
    expect(mlreg(['fsck', '--read-data'])).toMatchObject({ status: 0 })
  })

  test('that has no byte left, what is stored can be read', () => {
    mounted('100m')
    writeFileSync(join(home, 'a.txt'), 'first')
    expect(mlreg(['register', 'churn', 'a.txt'])).toMatchObject({ status: 0 })
    spawnSync('sh', ['-c', `cat /dev/zero > '${join(disk, 'fill')}'`])
    expect(mlreg(['models'])).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('churn'),
      stderr: '',
    })
    expect(mlreg(['get', 'models:/churn/1', join(home, 'got')])).toMatchObject({ status: 0 })
    const promotion = ['promote', 'churn/1', '--to', 'Production', '--reason', 'x']
    expect(mlreg(promotion)).toMatchObject({ status: 2, stderr: expect.stringContaining('no room') })
    rmSync(join(disk, 'fill'))
    expect(mlreg(promotion)).toMatchObject({ status: 0 })
    expect(readdirSync(join(disk, 'store')).sort()).toEqual(['artifacts', 'mlreg.db', 'tmp'])
  })

  test('that fills up while writing, all or nothing is recorded', () => {
    mounted('4m')
    const run = mlreg(['start']).stdout.trim()
    const batch = (first: number) =>
      Array.from({ length: 20_000 }, (_, i) => `{"step":${first + i},"metrics":{"loss":${i}}}`).join('\n')
    let steps = 0
    let last = mlreg(['log', 'batch', '-', '--run', run], { input: batch(steps) })
    while (last.status === 0 && steps < 400_000) {
      steps += 20_000
      last = mlreg(['log', 'batch', '-', '--run', run], { input: batch(steps) })
    }
    expect(last).toMatchObject({ status: 2, stderr: expect.stringContaining('no room') })
    expect(spawnSync('mount', ['-o', 'remount,size=64m', disk]).status).toBe(0)
    const shown = JSON.parse(mlreg(['runs', 'show', run, '--json']).stdout)
    expect(shown.run.metrics.loss?.steps ?? 0).toBe(steps)
    expect(mlreg(['fsck'])).toMatchObject({ status: 0 })
  }, 120_000)

  test('that may only be read, everything can be read and nothing written', () => {
    mounted('100m')
    const run = aRun()
    expect(spawnSync('mount', ['-o', 'remount,ro', disk]).status).toBe(0)
    for (const words of [
      ['runs'],
      ['runs', 'show', run],
      ['artifacts', 'list', run],
      ['fsck', '--read-data'],
      ['gc'],
    ]) {
      expect(mlreg(words), words.join(' ')).toMatchObject({ status: 0, stderr: '' })
    }
    expect(mlreg(['get', `runs:/${run}/a.txt`, 'copy.txt'])).toMatchObject({ status: 0 })
    expect(mlreg(['backup', join(home, 'kept')])).toMatchObject({ status: 0 })
    for (const words of [['log', 'metric', 'a=1', '--run', run], ['gc', '--delete'], ['start']]) {
      expect(mlreg([...words, '--json']), words.join(' ')).toMatchObject({ status: 2, stdout: '' })
      expect(JSON.parse(mlreg([...words, '--json']).stderr).error.code).toBe('read-only')
    }
  }, 60_000)
})

test.skipIf(!canDrop)(
  "another user's store can be read, when its permissions allow it, and not written",
  () => {
    spawnSync('chmod', ['755', home, disk])
    const run = aRun()
    const user = ['setpriv', '--reuid=65534', '--clear-groups']
    expect(mlreg(['runs', 'show', run], { user })).toMatchObject({ status: 0, stderr: '' })
    expect(mlreg(['fsck', '--read-data'], { user })).toMatchObject({ status: 0, stderr: '' })
    const refused = mlreg(['log', 'metric', 'a=1', '--run', run, '--json'], { user })
    expect(JSON.parse(refused.stderr).error.code).toBe('read-only')
    expect(mlreg(['fsck', '--read-data'])).toMatchObject({ status: 0 })
  },
  60_000,
)

test.skipIf(!isLong)(
  'a file of 5 GiB takes constant memory',
  () => {
    const run = aRun()
    const large = join(home, 'large')
    writeFileSync(large, '')
    truncateSync(large, 5 * 2 ** 30)
    const started = performance.now()
    const timed = ['/usr/bin/time', '-f', 'peak %M']
    const { status, stderr } = mlreg(['log', 'artifact', 'large', '--run', run], { user: timed })
    const seconds = (performance.now() - started) / 1000
    const peak = Number(/peak (\d+)/.exec(stderr)?.[1]) / 1024
    expect(status).toBe(0)
    expect(peak).toBeLessThan(150)
    tell(`5 GiB: ${((5 * 1024) / seconds).toFixed(0)} MiB/s, ${peak.toFixed(0)} MiB of memory`)
  },
  600_000,
)
