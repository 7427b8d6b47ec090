import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { broken, buildWorker, pause, scratch, size, spread, startWorker, tell } from './workers.ts'

const library = join(scratch, 'power-loss.so')
const hasCompiler =
  process.platform === 'linux' &&
  spawnSync('cc', ['-shared', '-fPIC', '-O1', '-o', library, 'test/fault/power-loss.c', '-ldl']).status === 0

let worker: string
beforeAll(async () => {
  worker = await buildWorker()
})

/** What the disk would hold: names of synced directories, bytes of synced files, and empty files otherwise. */
function rebuild(shadow: string, target: string, names = '%'): void {
  mkdirSync(target, { recursive: true })
  const list = join(shadow, 'names', names)
  if (!existsSync(list)) return
  for (const line of readFileSync(list, 'utf8').split('\n').slice(0, -1)) {
    const [kind, inode = ''] = line.split(' ')
    const name = line.slice(3 + inode.length)
    const bytes = join(shadow, 'bytes', inode)
    if (kind === 'd') rebuild(shadow, join(target, name), `${names === '%' ? '' : names}%${name}`)
    else if (!name.endsWith('-shm'))
      writeFileSync(join(target, name), existsSync(bytes) ? readFileSync(bytes) : '')
  }
}

test.skipIf(!hasCompiler)(
  'what was acknowledged is there after a power failure',
  async () => {
    const rounds = size(8, 200)
    let acknowledged = 0
    for (let round = 0; round < rounds; round++) {
      const [disk, shadow, after] = ['disk', 'shadow', 'after'].map(name =>
        join(scratch, `power-${round}`, name),
      ) as [string, string, string]
      for (const folder of [disk, join(shadow, 'names'), join(shadow, 'bytes')])
        mkdirSync(folder, { recursive: true })
      const { child, lines, ended } = startWorker(
        [process.execPath, worker, join(disk, 'store'), 'endless'],
        {
          LD_PRELOAD: library,
          DISK: disk,
          SHADOW: shadow,
        },
      )
      while (lines().length === 0 && child.exitCode === null) await pause(5)
      await pause(20 + spread(round) * 300)
      child.kill('SIGKILL')
      const { stderr } = await ended
      expect(stderr).toBe('')
      acknowledged += lines().length
      rebuild(shadow, after)
      expect(await broken(join(after, 'store'), lines()), `round ${round}`).toEqual([])
    }
    tell(`power loss: ${rounds} rounds, ${acknowledged} acknowledged writes, 0 lost, 0 missing, 0 corrupt`)
    expect(acknowledged).toBeGreaterThan(rounds)
  },
  1_800_000,
)
