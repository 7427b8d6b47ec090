import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isAlive } from '../../hooks/is-alive.ts'
import { RegistryWorkspace } from './registry-workspace.ts'

const validate = new Ajv2020({ allowUnionTypes: true, formats: { 'date-time': true } }).compile(
  JSON.parse(readFileSync('schemas/event.schema.json', 'utf8')),
)
const program = resolve('bin/mlreg.js')

let work: RegistryWorkspace
let server: Server | undefined

const place = (name: string) => join(work.directory, name)

/** The events that hooks wrote down. */
function told(): Record<string, unknown>[] {
  if (!existsSync(place('told'))) return []
  const lines = readFileSync(place('told'), 'utf8').trim().split('\n')
  return lines.map(line => {
    const event = JSON.parse(line)
    expect(validate(event), JSON.stringify(validate.errors)).toBe(true)
    return event
  })
}

beforeEach(async () => {
  work = new RegistryWorkspace()
  work.env.PATH = String(process.env.PATH)
  await work.out('init')
})

afterEach(() => {
  server?.closeAllConnections()
  server?.close()
  server = undefined
})

test('register, promote, rollback, a refusal and a check are told, each to its hook', async () => {
  const names = ['register', 'promote', 'refuse', 'rollback', 'check']
  const hooks = names.map(name => `post-${name} = "cat >> told"\n`).join('')
  work.policy(`[registry.stage.Staging]\napprovals = 1\n[hooks]\n${hooks}`)
  await work.versions('churn', 2)
  await work.promote('churn/1', 'Production')
  await work.promote('churn/2', 'Production')
  await work.run(['promote', 'churn/1', '--to', 'Staging', '--reason', 'try'])
  await work.out('promote', 'churn/2', '--to', 'Production', '--reason', 'again')
  await work.out('rollback', 'churn', '--reason', 'worse')
  const window = place('week.csv')
  writeFileSync(window, `age\n${Array.from({ length: 100 }, (_, i) => i).join('\n')}\n`)
  await work.out('register', 'churn/1', '--baseline', window)
  await work.run(['drift', 'churn/1', window, '--log'])
  expect(told()).toMatchObject([
    { event: 'register', model: 'churn', version: 1, from: null, to: 'None', check: null },
    { event: 'register', version: 2 },
    {
      event: 'promote',
      version: 1,
      from: 'None',
      to: 'Production',
      reason: 'to Production',
      actor: 'tester',
      forced: false,
      archived: [],
      store: place('.mlreg'),
      text: 'churn/1 was promoted from None to Production by tester: to Production',
    },
    { event: 'promote', version: 2, archived: [1] },
    { event: 'refuse', version: 1, from: 'Archived', to: 'Staging', refusals: [expect.any(String)] },
    {
      event: 'rollback',
      version: 1,
      from: 'Archived',
      to: 'Production',
      archived: [2],
      text: 'Production of churn was rolled back to churn/1 by tester, in the place of churn/2: worse',
    },
    {
      event: 'check',
      version: 1,
      check: { verdict: 'ok', drifted: 0, data: { name: 'week.csv', rows: 100 } },
      text: expect.stringContaining('churn/1 was checked with week.csv: ok'),
    },
  ])
})

test('what changes nothing is not told', async () => {
  work.policy('[hooks]\npost-register = "cat >> told"\npost-rollback = "cat >> told"\n')
  await work.versions('churn', 1)
  await work.run(['register', 'churn', place('model.txt')])
  await work.run(['register', 'churn/1', '--description', 'more'])
  await work.promote('churn/1', 'Staging')
  await work.versions('churn', 1)
  await work.promote('churn/latest', 'Staging')
  await work.run(['rollback', 'churn', '--stage', 'Staging', '--dry-run', '--reason', 'look'])
  expect(told().map(({ event }) => event)).toEqual(['register'])
})

test('the command runs beside the settings, with the event in its environment', async () => {
  work.policy(
    '[hooks]\npost-promote = \'echo "$MLREG_EVENT $MLREG_MODEL/$MLREG_VERSION $MLREG_FROM-$MLREG_TO" > told\'\n',
  )
  await work.versions('a b', 1)
  mkdirSync(place('deep/er'), { recursive: true })
  const words = ['promote', 'a b/1', '--to', 'Staging', '--reason', 'ok']
  const { status } = spawnSync(process.execPath, [program, ...words], {
    cwd: place('deep/er'),
    env: work.env,
  })
  expect(status).toBe(0)
  expect(readFileSync(place('told'), 'utf8')).toBe('promote a b/1 None-Staging\n')
})

test('a failing hook is a warning; what was done is done, is printed, and ends with 0', async () => {
  work.policy('[hooks]\npost-promote = "exit 7"\n')
  await work.versions('churn', 1)
  const ran = await work.run(['promote', 'churn/1', '--to', 'Production', '--reason', 'ok', '--json'])
  expect(ran).toMatchObject({
    exit: 0,
    stderr: 'warning: the hook post-promote ended with the status 7\n',
  })
  expect(JSON.parse(ran.stdout)).toMatchObject({ schema: 'mlreg.promoted/1', outcome: 'promoted' })
  expect(await work.stages('churn')).toEqual({ 1: 'Production' })
})

test('the answer is out before a hook runs, and its output, however much, is on standard error', async () => {
  work.policy('[hooks]\npost-promote = "echo seen; head -c 3000000 /dev/zero | tr \'\\\\0\' x"\n')
  await work.versions('churn', 1)
  const words = ['promote', 'churn/1', '--to', 'Production', '--reason', 'ok']
  const ran = spawnSync(process.execPath, [program, ...words], {
    cwd: work.directory,
    env: work.env,
    maxBuffer: 2 ** 24,
    encoding: 'utf8',
  })
  expect(ran.status).toBe(0)
  expect(ran.stdout).toBe('churn/1: None -> Production\n')
  expect(ran.stderr).toHaveLength('seen\n'.length + 3_000_000)
})

test('a hook that hangs is ended in its time', async () => {
  work.policy('[hooks]\ntimeout = "300ms"\npost-promote = "sleep 60"\n')
  await work.versions('churn', 1)
  const started = performance.now()
  const ran = await work.run(['promote', 'churn/1', '--to', 'Production', '--reason', 'ok'])
  expect(ran).toMatchObject({
    exit: 0,
    stdout: 'churn/1: None -> Production\n',
    stderr: 'warning: the hook post-promote took longer than 0.3 s and was ended\n',
  })
  expect(performance.now() - started).toBeLessThan(5_000)
})

test('who interrupts mlreg ends the hook too, after the answer and the promotion', async () => {
  work.policy('[hooks]\npost-promote = "echo $$ > pid; sleep 60; echo late > late"\n')
  await work.versions('churn', 1)
  const words = ['promote', 'churn/1', '--to', 'Production', '--reason', 'ok']
  const child = spawn(process.execPath, [program, ...words], { cwd: work.directory, env: work.env })
  let stdout = ''
  child.stdout.on('data', part => {
    stdout += part
  })
  await expect.poll(() => existsSync(place('pid')), { timeout: 10_000 }).toBe(true)
  child.kill('SIGINT')
  const signal = await new Promise(done => child.on('exit', (_, by) => done(by)))
  expect(signal).toBe('SIGINT')
  expect(stdout).toBe('churn/1: None -> Production\n')
  const pid = Number(readFileSync(place('pid'), 'utf8'))
  await expect.poll(() => isAlive(pid), { timeout: 20_000 }).toBe(false)
  expect(await work.stages('churn')).toEqual({ 1: 'Production' })
  expect(existsSync(place('late'))).toBe(false)
})

test('hooks that set each other off end', async () => {
  const again = `'${process.execPath}' '${program}'`
  work.policy(
    `[hooks]\npost-register = '''echo x >> told.txt; cp model.txt "model-$MLREG_HOOK_DEPTH"; ${again} register churn "model-$MLREG_HOOK_DEPTH"'''\n`,
  )
  writeFileSync(place('model.txt'), 'm')
  const ran = spawnSync(process.execPath, [program, 'register', 'churn', 'model.txt'], {
    cwd: work.directory,
    env: work.env,
    encoding: 'utf8',
  })
  expect(ran.stdout).toBe('churn/1\n')
  expect(ran.stderr).toContain('warning: the hook post-register was not run: hooks ran hooks, 5 deep\n')
  expect(readFileSync(place('told.txt'), 'utf8')).toBe('x\n'.repeat(5))
})

test('a webhook is sent only where the environment names it, and its failure is a warning', async () => {
  const bodies: string[] = []
  const made = createServer((request, response) => {
    let body = ''
    request.on('data', part => {
      body += part
    })
    request.on('end', () => {
      bodies.push(body)
      response.writeHead(bodies.length === 1 ? 200 : 403).end()
    })
  })
  server = made
  await new Promise<void>(done => made.listen(0, '127.0.0.1', done))
  const origin = `http://127.0.0.1:${(made.address() as AddressInfo).port}`
  await work.versions('<!channel>', 1)
  expect(bodies).toEqual([])
  work.env.MLREG_WEBHOOK_URL = `${origin}/hidden-token`
  expect(await work.promote('<!channel>/1', 'Staging')).toBe('<!channel>/1: None -> Staging\n')
  expect(bodies).toHaveLength(1)
  const event = JSON.parse(bodies[0] ?? '')
  expect(validate(event), JSON.stringify(validate.errors)).toBe(true)
  expect(event).toMatchObject({
    schema: 'mlreg.event/1',
    model: '<!channel>',
    text: '&lt;!channel&gt;/1 was promoted from None to Staging by tester: to Staging',
  })
  const ran = await work.run(['promote', '<!channel>/1', '--to', 'Production', '--reason', 'ok'])
  expect(ran).toMatchObject({
    exit: 0,
    stderr: `warning: the webhook was not told: ${origin} answered 403\n`,
  })
})

test('a process with a webhook ends by itself, soon', async () => {
  const made = createServer((_, response) => void response.writeHead(200).end('ok'))
  server = made
  await new Promise<void>(done => made.listen(0, '127.0.0.1', done))
  await work.versions('churn', 1)
  const env = { ...work.env, MLREG_WEBHOOK_URL: `http://127.0.0.1:${(made.address() as AddressInfo).port}/` }
  const words = ['promote', 'churn/1', '--to', 'Production', '--reason', 'ok']
  const child = spawn(process.execPath, [program, ...words], { cwd: work.directory, env })
  const started = performance.now()
  const status = await new Promise(done => child.on('exit', done))
  expect(status).toBe(0)
  expect(performance.now() - started).toBeLessThan(4_000)
})

test.each([
  ['post-promot = "x"', 'unknown key "post-promot" in [hooks]'],
  ['post-promote = 3', 'hooks.post-promote has to be a string'],
  ['timeout = "soon"', 'hooks.timeout has to be a time such as "30s", a day at most'],
  ['timeout = 0', 'hooks.timeout has to be a time such as "30s", a day at most'],
])('%s is refused before anything is done', async (line, message) => {
  await work.versions('churn', 1)
  work.policy(`[hooks]\n${line}\n`)
  const error = await work.error('promote', 'churn/1', '--to', 'Production', '--reason', 'ok')
  expect(error).toMatchObject({ code: 'config', message: `${place('mlreg.toml')}: ${message}` })
  work.policy('')
  expect(await work.stages('churn')).toEqual({ 1: 'None' })
})
