import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { runHook } from '../../src/hooks/run-hook.ts'
import { fakeIo } from '../fake-io.ts'
import { isAlive } from './is-alive.ts'

let cwd: string

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'mlreg-hook-'))
})

async function hook(command: string, { timeoutMs = 20_000, input = '{}\n' } = {}) {
  const started = performance.now()
  const env = { PATH: process.env.PATH, SAID: 'from outside' }
  const trouble = await runHook(fakeIo(), { command, input, env, cwd, timeoutMs })
  return { trouble, ms: performance.now() - started }
}

const written = (name: string) => readFileSync(join(cwd, name), 'utf8')

test('the shell runs it where it was written, and it reads the event', async () => {
  const input = `${'x'.repeat(200_000)}\n`
  expect((await hook('cat > got && echo "$SAID" | tr a-z A-Z > env', { input })).trouble).toBeUndefined()
  expect(written('got')).toBe(input)
  expect(written('env')).toBe('FROM OUTSIDE\n')
})

test('what it does not read is no trouble', async () => {
  expect((await hook('exit 0', { input: 'x'.repeat(1_000_000) })).trouble).toBeUndefined()
})

test.each([
  ['exit 3', 'ended with the status 3'],
  ['no-such-command-at-all 2> /dev/null', 'ended with the status 127'],
  ['kill -9 $$', 'was ended by SIGKILL'],
  ['sh -c if', 'ended with the status 2'],
])('%s', async (command, trouble) => {
  expect((await hook(`exec 2> /dev/null; ${command}`)).trouble).toBe(trouble)
})

test('a place that is gone is told', async () => {
  cwd = join(cwd, 'gone')
  expect((await hook('true')).trouble).toMatch(/^cannot be started: /)
})

test('one that hangs is ended with all that it started', async () => {
  const { trouble, ms } = await hook('sleep 60 & echo $! > child; sleep 60; echo late > late', {
    timeoutMs: 500,
  })
  expect(trouble).toBe('took longer than 0.5 s and was ended')
  expect(ms).toBeLessThan(5_000)
  expect(existsSync(join(cwd, 'late'))).toBe(false)
  await expect.poll(() => isAlive(Number(written('child')))).toBe(false)
})

test('one that will not end is killed', async () => {
  writeFileSync(join(cwd, 'deaf.sh'), "trap '' TERM; echo $$ > pid; while :; do sleep 0.05; done\n")
  const { trouble, ms } = await hook('sh deaf.sh', { timeoutMs: 500 })
  expect(trouble).toBe('took longer than 0.5 s and was ended')
  expect(ms).toBeLessThan(8_000)
  await expect.poll(() => isAlive(Number(written('pid')))).toBe(false)
})

test('what it leaves in the background is not waited for', async () => {
  const { trouble, ms } = await hook('sleep 5 & echo $! > child')
  expect(trouble).toBeUndefined()
  expect(ms).toBeLessThan(4_000)
  const child = Number(written('child'))
  expect(isAlive(child)).toBe(true)
  process.kill(child)
})
