import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
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

describe.skipIf(!hasStrace)('a fault at any call that changes the disk breaks no promise', () => {
  test.each(['once', 'replace'])(
    '%s',
    async work => {
      const base = join(scratch, `fault-base-${work}`)
      mkdirSync(base)
      const fresh = startWorker([process.execPath, worker, join(base, 'store'), 'some', '10'])
      expect((await fresh.ended).code).toBe(0)
      let points = 0
      for (const [which, call] of calls.entries()) {
        for (const fault of faults) {
          // In the short form every ninth call: which ones depends on the fault.
          const first = isLong ? 1 : 1 + ((which + faults.indexOf(fault)) % 9)
          for (let at = first; at <= 99; at += isLong ? 1 : 9) {
            const home = join(scratch, `fault-${work}-${call}-${fault}-${at}`)
            cpSync(base, home, { recursive: true })
            const said = await struck(home, work, `${call}:${fault}:when=${at}`, at)
            if (said === undefined) break
            points++
            expect(await broken(join(home, 'store'), said), `${call} ${fault} ${at}`).toEqual([])
            rmSync(home, { recursive: true })
          }
        }
      }
      tell(`a fault at each state-changing call of ${work}: ${points} points, 0 violations`)
      expect(points).toBeGreaterThan(size(3, 60))
    },
    1_800_000,
  )
})

/** What a worker said until or although a fault struck it; undefined when it came to its end before. */
async function struck(
  home: string,
  work: string,
  fault: string,
  argument: number,
): Promise<string[] | undefined> {
  const trace = join(home, 'trace')
  const options = ['-f', '-qq', '-o', trace, '-e', `trace=${fault.split(':')[0]}`, '-e', `inject=${fault}`]
  const { lines, ended } = startWorker([
    ...['strace', ...options, process.execPath, worker, join(home, 'store'), work, String(argument)],
  ])
  await ended
  if (!/INJECTED|killed by SIGKILL/.test(readFileSync(trace, 'utf8'))) return undefined
  // A name that was to have other bytes may have them, said or not.
  return lines().filter(line => work !== 'replace' || !/^P \w+ file /.test(line))
}
