import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test, vi } from 'vitest'
import { Recorded } from './recorded.ts'

vi.setConfig({ testTimeout: 60_000 })

let work: Recorded

beforeEach(() => {
  work = new Recorded()
})

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise(resolve => setTimeout(resolve, 30))
}

/** A run whose mlreg is killed when the command has printed, and the command too if it is asked for. */
async function killed(alsoCommand: boolean): Promise<number> {
  const child = work.begin(['run', '--', 'sh', '-c', 'echo partial; echo $$ > pid; exec sleep 120'])
  const pid = join(work.directory, 'pid')
  const log = () => {
    const spool = join(work.directory, 'store/spool')
    return readdirSync(spool).some(name => existsSync(join(spool, name, 'files/logs/stdout.log')))
  }
  await until(() => existsSync(pid) && readFileSync(pid, 'utf8') !== '' && log())
  const command = Number(readFileSync(pid, 'utf8'))
  child.kill('SIGKILL')
  await once(child, 'close')
  if (alsoCommand) process.kill(command, 'SIGKILL')
  return command
}

function reap(...words: string[]): { reaped: { id: string; status: string }[]; alive: { id: string }[] } {
  return JSON.parse(String(work.mlreg(['runs', 'reap', '--json', ...words]).stdout))
}

test('kill -9 of mlreg: reap ends the run and stores what was printed', async () => {
  await killed(true)
  const [run] = await work.runs()
  expect(run).toMatchObject({ status: 'RUNNING', end: null })
  // Ten minutes are not over.
  expect(reap()).toMatchObject({ reaped: [], alive: [] })
  expect((await work.runs())[0]?.status).toBe('RUNNING')
  expect(reap('--stale', '0s').reaped).toMatchObject([{ id: run?.id, status: 'KILLED' }])
  const shown = await work.shown()
  expect(shown).toMatchObject({
    status: 'KILLED',
    end: expect.stringMatching(/Z$/),
    exit: { code: null, signal: null },
    artifacts: [{ path: 'logs/stdout.log', bytes: 8 }],
  })
  expect(reap('--stale', '0s').reaped).toEqual([])
  expect(readdirSync(join(work.directory, 'store/spool'))).toEqual([])
})

test('a command that outlived its mlreg is left alone', async () => {
  const command = await killed(false)
  try {
    const [run] = await work.runs()
    expect(reap('--stale', '0s')).toMatchObject({ reaped: [], alive: [{ id: run?.id }] })
    expect((await work.runs())[0]?.status).toBe('RUNNING')
  } finally {
    process.kill(command, 'SIGKILL')
  }
  await until(() => reap('--stale', '0s').reaped.length > 0)
})

test('a run that is under way is left alone, and one that start began', async () => {
  work.mlreg(['start'])
  const child = work.begin([
    'run',
    '--',
    'sh',
    '-c',
    'echo > began; while [ ! -e stop ]; do sleep 0.05; done',
  ])
  await until(() => existsSync(join(work.directory, 'began')))
  expect(reap('--stale', '0s').reaped).toEqual([])
  work.shell('touch stop')
  expect(await once(child, 'close')).toEqual([0, null])
  expect((await work.runs()).map(run => run.status)).toEqual(['FINISHED', 'RUNNING'])
})
