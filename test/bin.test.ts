import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, constants, cpSync, mkdirSync, mkdtempSync, openSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const node = process.execPath
const bin = join(process.cwd(), 'bin/mlreg.js')

/** The real bin over a main of our own, to see what it does when main misbehaves. */
function binOver(main: string | undefined): string {
  const directory = mkdtempSync(join(tmpdir(), 'mlreg-bin-'))
  cpSync('bin', join(directory, 'bin'), { recursive: true })
  cpSync('package.json', join(directory, 'package.json'))
  mkdirSync(join(directory, 'dist'))
  if (main !== undefined) {
    cpSync('dist', join(directory, 'dist'), { recursive: true })
    writeFileSync(join(directory, 'dist/main.js'), main)
  }
  return join(directory, 'bin/mlreg.js')
}

function shell(script: string, program = bin) {
  const { status, stdout, stderr } = spawnSync('bash', ['--norc', '-c', script], {
    env: { PATH: process.env.PATH, NODE: node, BIN: program },
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

test('what main answers is the status', () => {
  for (const status of [0, 1, 2, 10]) {
    const program = binOver(`export const main = async () => ${status}`)
    expect(spawnSync(node, [program]).status).toBe(status)
  }
})

test.each([
  ['throws', 'export const main = async () => { throw new Error("boom") }'],
  [
    'throws later',
    'export const main = () => new Promise(() => setTimeout(() => { throw new Error("boom") }))',
  ],
  [
    'loses a rejection',
    'export const main = async () => { Promise.reject(new Error("boom")); await 0; return 0 }',
  ],
  ['rejects with nothing', 'export const main = () => Promise.reject(undefined)'],
  ['never settles', 'export const main = () => new Promise(() => {})'],
  ['cannot be parsed', 'export const main = ('],
  ['lacks a module', 'import "no-such-module"\nexport const main = async () => 0'],
  ['fails while it is loaded', 'throw new Error("boom")'],
  ['is missing', undefined],
])('a main that %s is never a verdict', (_, main) => {
  const { status, stderr, stdout } = spawnSync(node, [binOver(main)], { encoding: 'utf8' })
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  expect(stderr).toMatch(/^mlreg: .+\n(?:.*\n)*hint: .+\n$/)
})

test('a crash cannot make a terminal obey', () => {
  const { stderr } = spawnSync(node, [binOver('throw new Error("\\u001b[31mred")')], { encoding: 'utf8' })
  expect(stderr).not.toContain('\u001b')
})

test('a reader that has seen enough does not change the verdict', () => {
  const program = binOver(`export const main = async (_, io) => {
    for (let i = 0; i < 200; i++) await io.stdout('x'.repeat(9999) + '\\n')
    return 1
  }`)
  expect(shell(`"$NODE" "$BIN" | head -n 1 | wc -c; echo "status \${PIPESTATUS[0]}"`, program)).toEqual({
    status: 0,
    stdout: '10000\nstatus 1\n',
    stderr: '',
  })
})

test.each(['--version', '--help', 'help formats', 'completion bash', 'config show --json'])(
  'a full disk behind "%s" is trouble',
  words => {
    const { status, stderr } = shell(`"$NODE" "$BIN" ${words} > /dev/full`)
    expect(status).toBe(2)
    expect(stderr).toContain('cannot write to standard output: ')
  },
)

test('standard error that is gone does not change the status', () => {
  expect(shell('"$NODE" "$BIN" --no-such-flag 2>&-').status).toBe(2)
  expect(shell('"$NODE" "$BIN" --no-such-flag 2>/dev/full').status).toBe(2)
  expect(shell('"$NODE" "$BIN" config show -v 2>/dev/full').status).toBe(0)
})

// Node itself opens /dev/null for a stream that is closed at the start, so nothing can be lost or noticed.
test('a closed standard output keeps the status', () => {
  expect(shell('"$NODE" "$BIN" --version >&-').status).toBe(0)
  expect(shell('"$NODE" "$BIN" --no-such-flag >&-').status).toBe(2)
})

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s really kills', async signal => {
  const program = binOver(`export const main = async (_, io) => {
    await io.stdout('ready')
    await new Promise(resolve => setTimeout(resolve, 30_000))
    return 0
  }`)
  const child = spawn(node, [program])
  child.stdout.once('data', () => child.kill(signal))
  const end = await new Promise(resolve => child.on('exit', (code, by) => resolve([code, by])))
  expect(end).toEqual([null, signal])
})

test('3 MB of JSON arrive whole through a slow pipe', () => {
  const program = binOver(`export const main = async (_, io) => {
    await io.stdout(JSON.stringify(Array.from({ length: 300_000 }, (_, i) => 'row' + (1e6 + i))))
    return 1
  }`)
  const slowly = '{ head -c 10; sleep 0.3; head -c 100000; sleep 0.3; cat; }'
  const count =
    'node -e \'let t = ""; process.stdin.on("data", d => (t += d)).on("end", () => console.log(JSON.parse(t).length))\''
  const { stdout } = shell(`"$NODE" "$BIN" | ${slowly} | ${count}; echo "status \${PIPESTATUS[0]}"`, program)
  expect(stdout).toBe('300000\nstatus 1\n')
})

test('3 MB arrive whole through a pipe that does not wait', async () => {
  const program = binOver(`export const main = async (_, io) => {
    io.stderr('first, ')
    await io.stdout('x'.repeat(3e6))
    await io.stdout('end')
    io.stderr('last')
    return 1
  }`)
  const fifo = join(mkdtempSync(join(tmpdir(), 'mlreg-fifo-')), 'fifo')
  execFileSync('mkfifo', [fifo])
  const both = openSync(fifo, constants.O_RDWR | constants.O_NONBLOCK)
  const writer = spawn(node, [program], { stdio: ['ignore', both, 'pipe'] })
  let errors = ''
  writer.stderr?.on('data', text => {
    errors += text
  })
  const ended = once(writer, 'close')
  await once(writer.stderr as NodeJS.ReadableStream, 'data')
  const reader = spawn('cat', [fifo], { stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  reader.stdout?.on('data', some => {
    text += some
  })
  const read = once(reader, 'close')
  expect(await ended).toEqual([1, null])
  closeSync(both)
  await read
  expect([text.length, text.slice(-4), errors]).toEqual([3e6 + 3, 'xend', 'first, last'])
})

test('a missing native module is one paragraph and no verdict', () => {
  const directory = mkdtempSync(join(tmpdir(), 'mlreg-bare-'))
  for (const part of ['bin', 'dist', 'package.json']) cpSync(part, join(directory, part), { recursive: true })
  const program = join(directory, 'bin/mlreg.js')
  const doctor = spawnSync(node, [program, 'doctor', '--json'], { encoding: 'utf8' })
  expect(doctor.status).toBe(1)
  const broken = JSON.parse(doctor.stdout).parts.filter((part: { ok: boolean }) => !part.ok)
  expect(broken.map((part: { name: string }) => part.name)).toEqual(['duckdb', 'sqlite'])
})

test('the version is the bare one, without loading the program', () => {
  const { version } = JSON.parse(execFileSync('cat', ['package.json'], { encoding: 'utf8' }))
  for (const program of [bin, binOver('throw new Error("loaded")')]) {
    expect(spawnSync(node, [program, '--version'], { encoding: 'utf8' })).toMatchObject({
      status: 0,
      stdout: `${version}\n`,
      stderr: '',
    })
  }
})
