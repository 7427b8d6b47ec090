import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { broken, buildWorker, isLong, pause, scratch, size, spread, startWorker, tell } from './workers.ts'

let worker: string
beforeAll(async () => {
  worker = await buildWorker()
})

test('kill -9 at any time leaves a store that needs no repair', async () => {
  const rounds = size(6, 60)
  const directory = join(scratch, 'killed')
  const acknowledged: string[] = []
  for (let round = 0; round < rounds; round++) {
    const workers = [0, 1, 2, 3].map(() => startWorker([process.execPath, worker, directory, 'endless']))
    await Promise.all(
      workers.map(async ({ child, ended, lines }, i) => {
        // Some die while they start or make the store, the others while they write.
        while (i > 0 && lines().length === 0 && child.exitCode === null) await pause(5)
        await pause(20 + spread(4 * round + i) * 400)
        child.kill('SIGKILL')
        await ended
      }),
    )
    acknowledged.push(...workers.flatMap(({ lines }) => lines()))
  }
  expect(await broken(directory, acknowledged)).toEqual([])
  expect(acknowledged.length).toBeGreaterThan(rounds)
  tell(
    `kill -9: ${4 * rounds} kills, ${acknowledged.length} acknowledged writes, 0 lost, 0 missing, 0 corrupt`,
  )
}, 1_800_000)

const hasStrace = spawnSync('strace', ['-qq', '-e', 'trace=none', 'true']).status === 0

/** Calls that change what is on the disk. Not write: that one is Node.js waking its own threads. */
const calls = ['pwrite64', 'fsync', 'rename', 'unlink', 'ftruncate', 'mkdir', 'link']
const faults = ['signal=KILL', 'error=EIO', 'error=ENOSPC']

test.skipIf(!hasStrace)(
  'a fault at any call that changes the disk breaks no promise',
  async () => {
    const base = join(scratch, 'fault-base')
    mkdirSync(base)
    const fresh = startWorker([process.execPath, worker, join(base, 'store'), 'some', '10'])
    expect((await fresh.ended).code).toBe(0)
    let points = 0
    for (const call of calls) {
      for (const fault of faults) {
        // In the short form every fourth call: which ones depends on the fault.
        for (let at = isLong ? 1 : 1 + faults.indexOf(fault); at <= 60; at += isLong ? 1 : 4) {
          const home = join(scratch, `fault-${call}-${fault}-${at}`)
          cpSync(base, home, { recursive: true })
          const trace = join(home, 'trace')
          const options = [
            '-f',
            '-qq',
            '-o',
            trace,
            '-e',
            `trace=${call}`,
            '-e',
            `inject=${call}:${fault}:when=${at}`,
          ]
          const { lines, ended } = startWorker([
            ...['strace', ...options, process.execPath, worker, join(home, 'store'), 'once', String(at)],
          ])
          await ended
          if (!/INJECTED|killed by SIGKILL/.test(readFileSync(trace, 'utf8'))) break
          points++
          expect(await broken(join(home, 'store'), lines()), `${call} ${fault} ${at}`).toEqual([])
        }
      }
    }
    tell(`a fault at each state-changing call: ${points} points, 0 violations`)
    expect(points).toBeGreaterThan(size(5, 60))
  },
  1_800_000,
)
