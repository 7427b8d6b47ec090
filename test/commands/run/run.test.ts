import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { Recorded } from './recorded.ts'

// Each test starts several processes one after the other.
vi.setConfig({ testTimeout: 60_000 })

let work: Recorded

beforeEach(() => {
  work = new Recorded()
})

const hasScript = spawnSync('script', ['--version']).status === 0

const mayMount = spawnSync('unshare', ['-m', 'true']).status === 0

const spool = () => join(work.directory, 'store', 'spool')
const waiting = () => (existsSync(spool()) ? readdirSync(spool()) : [])

test('the output is the command’s, and kept in the order it came', async () => {
  const script = 'echo one; sleep 0.2; echo two >&2; sleep 0.2; printf three'
  const { status, stdout, stderr } = work.mlreg(['run', '--name', 'first', '--', 'sh', '-c', script])
  expect(status).toBe(0)
  expect(String(stdout)).toBe('one\nthree')
  const { id } = await work.shown()
  expect(String(stderr)).toBe(
    `mlreg: made the store ${join(work.directory, 'store')}\nmlreg: run ${id} (first) of Default\ntwo\nmlreg: FINISHED, exit 0, ${/([\d.]+s): mlreg/.exec(String(stderr))?.[1]}: mlreg runs show ${id.slice(0, 8)}\n`,
  )
  expect(await work.text('logs/stdout.log')).toBe('one\nthree')
  expect(await work.text('logs/stderr.log')).toBe('two\n')
  expect(await work.text('logs/output.log')).toBe('one\ntwo\nthree')
  expect(waiting()).toEqual([])
})

test('what the run was told is recorded, and what it was', async () => {
  work.mlreg([
    ...['run', '-e', 'churn', '--param', 'lr=0.1', '--tag', 'team=growth'],
    ...['--', 'sh', '-c', 'exit 3', 'a b'],
  ])
  expect(await work.shown()).toMatchObject({
    experiment: 'churn',
    status: 'FAILED',
    user: 'tester',
    params: { lr: '0.1' },
    tags: { team: 'growth' },
    command: ['sh', '-c', 'exit 3', 'a b'],
    exit: { code: 3, signal: null },
    artifacts: [],
  })
})

test.each([0, 1, 2, 77, 255])('status %i is kept', async status => {
  expect(work.mlreg(['run', '--', 'sh', '-c', `exit ${status}`]).status).toBe(status)
  expect(await work.shown()).toMatchObject({
    status: status === 0 ? 'FINISHED' : 'FAILED',
    exit: { code: status, signal: null },
  })
})

test('what cannot be started has a shell’s status', async () => {
  writeFileSync(join(work.directory, 'plain.txt'), 'text')
  for (const [program, status] of [
    ['no-such-program', 127],
    ['./no/such', 127],
    ['./plain.txt', 126],
    ['.', 126],
  ] as const) {
    const ran = work.mlreg(['run', '--', program])
    expect(ran.status, program).toBe(status)
    expect(String(ran.stderr)).toContain(`"${program}"`)
    expect(await work.shown()).toMatchObject({ status: 'FAILED', exit: { code: status, signal: null } })
  }
})

test.each(['SIGTERM', 'SIGSEGV', 'SIGKILL', 'SIGPIPE', 'SIGINT'])(
  '%s that ends the command ends mlreg',
  async signal => {
    const ran = work.mlreg(['run', '--', 'sh', '-c', `kill -${signal.slice(3)} $$`])
    expect(ran.signal).toBe(signal)
    expect(await work.shown()).toMatchObject({ status: 'KILLED', exit: { code: null, signal } })
  },
)

test('a usage error is said before anything runs', async () => {
  for (const words of [
    ['run'],
    ['run', '--'],
    ['run', '--param', 'lr', '--', 'touch', 'ran'],
    ['run', '--param', '../x=1', '--', 'touch', 'ran'],
    ['run', '--param', 'a=1', '--param', 'a=2', '--', 'touch', 'ran'],
    ['run', '--scalars', '(', '--', 'touch', 'ran'],
    ['run', '--scalars', 'loss=(.*)', '--', 'touch', 'ran'],
    ['run', '--name', 'a\nb', '--', 'touch', 'ran'],
  ]) {
    expect(work.mlreg(words).status, words.join(' ')).toBe(2)
  }
  expect(existsSync(join(work.directory, 'ran'))).toBe(false)
})

test('the command sees its run, can log to it, and a run in it is a part of it', async () => {
  const { status } = work.shell(
    `$MLREG run -e churn -- sh -c 'echo "$MLREG_RUN_ID $MLREG_STORE $MLREG_EXPERIMENT" > seen
     $MLREG log metric auc=0.9 && $MLREG run -- true'`,
  )
  expect(status).toBe(0)
  const [inner, outer] = await work.runs()
  expect(readFileSync(join(work.directory, 'seen'), 'utf8')).toBe(
    `${outer?.id} ${work.env.MLREG_STORE} churn\n`,
  )
  expect(inner).toMatchObject({ parent: outer?.id, experiment: 'churn', status: 'FINISHED' })
  expect((await work.shown(outer?.id)).metrics).toMatchObject({ auc: { last: 0.9 } })
})

test('standard input is the command’s', async () => {
  const { stdout } = work.mlreg(['run', '-q', '--', 'wc', '-c'], Buffer.alloc(300_000, 7))
  expect(String(stdout).trim()).toBe('300000')
})

test('bytes that are no text come and are kept as they are', async () => {
  const bytes = Buffer.from(Array.from({ length: 256 }, (_, i) => i))
  writeFileSync(join(work.directory, 'bytes'), bytes)
  const { stdout } = work.mlreg(['run', '-q', '--', 'cat', 'bytes'])
  expect(stdout.equals(bytes)).toBe(true)
  const { digest } = (await work.shown()).artifacts[0] as { digest: string }
  expect(readFileSync(join(work.directory, 'store/artifacts/sha256', digest.slice(0, 2), digest))).toEqual(
    bytes,
  )
})

test('200 MB go through in bounded memory', async () => {
  const { stdout } = work.shell(
    `$MLREG run -q -- sh -c 'head -c 200000000 /dev/zero; grep VmHWM /proc/$PPID/status >&2' 2> peak | wc -c; cat peak`,
  )
  expect(stdout).toMatch(/^200000000\n/)
  expect(Number(/VmHWM:\s*(\d+) kB/.exec(stdout)?.[1])).toBeLessThan(200_000)
  expect((await work.shown()).artifacts.find(one => one.path === 'logs/stdout.log')?.bytes).toBe(200_000_000)
})

describe('pipes', () => {
  test('a reader that has seen enough ends the command as without mlreg', async () => {
    const { stdout } = work.shell(`$MLREG run -q -- yes | head -n 1; echo "\${PIPESTATUS[0]}"`)
    expect(stdout).toBe('y\n141\n')
    expect(await work.shown()).toMatchObject({ status: 'KILLED', exit: { signal: 'SIGPIPE' } })
  })

  test('/dev/stdout can be opened', async () => {
    expect(work.shell(`$MLREG run -q -- sh -c 'echo a > /dev/stdout'`).stdout).toBe('a\n')
  })

  test('what the command leaves running holds nobody up', async () => {
    const started = performance.now()
    const { status, stderr } = work.mlreg(['run', '--', 'sh', '-c', 'sleep 30 & echo done'])
    expect(performance.now() - started).toBeLessThan(20_000)
    expect(status).toBe(0)
    expect(String(stderr)).toContain('still holds its output')
    expect(await work.text('logs/stdout.log')).toBe('done\n')
  })

  test('output that is lost is no success', async () => {
    const { stdout } = work.shell('$MLREG run -q -- echo lost > /dev/full; echo $?')
    expect(stdout).toBe('2\n')
    expect(await work.shown()).toMatchObject({ status: 'FINISHED' })
  })
})

describe('signals', () => {
  const counting = `trap 'echo got-$((n=n+1)); exit 5' INT TERM; echo ready; while :; do sleep 0.05; done`

  test.each(['SIGINT', 'SIGTERM'] as const)('%s sent to mlreg reaches the command', async signal => {
    const child = work.begin(['run', '-q', '--', 'sh', '-c', counting])
    let printed = ''
    child.stdout?.on('data', part => {
      printed += part
      if (printed === 'ready\n') child.kill(signal)
    })
    const [code] = await once(child, 'close')
    expect({ code, printed }).toEqual({ code: 5, printed: 'ready\ngot-1\n' })
    expect(await work.shown()).toMatchObject({ status: 'KILLED', exit: { code: 5, signal: null } })
  })

  test('a signal to the whole group reaches the command once', async () => {
    // Every signal is a line; a second one would follow within the pause.
    const script = `trap 'echo got >> got' INT; echo > ready; i=0; while [ $i -lt 30 ]; do sleep 0.05; i=$((i+1)); done`
    writeFileSync(join(work.directory, 'count.sh'), script)
    work.shell(
      `set -m; $MLREG run -q -- sh count.sh & pid=$!; while [ ! -e ready ]; do sleep 0.05; done; sleep 0.2
       kill -INT -- -$pid; wait $pid`,
    )
    expect(readFileSync(join(work.directory, 'got'), 'utf8')).toBe('got\n')
    expect((await work.shown()).status).toBe('KILLED')
  })

  test.skipIf(!hasScript)('Ctrl-C on a terminal reaches the command once', async () => {
    const count = `trap 'echo got >> got' INT; echo > ready; i=0; while [ $i -lt 30 ]; do sleep 0.05; i=$((i+1)); done; exit 7`
    writeFileSync(join(work.directory, 'count.sh'), count)
    const child = work.terminal('run -- sh count.sh')
    let printed = ''
    child.stdout?.on('data', part => {
      printed += part
    })
    while (!existsSync(join(work.directory, 'ready'))) await new Promise(resolve => setTimeout(resolve, 50))
    await new Promise(resolve => setTimeout(resolve, 300))
    child.stdin?.write('\x03')
    const [code] = await once(child, 'close')
    expect({ code, printed }).toMatchObject({ code: 7, printed: expect.stringContaining('KILLED, exit 7') })
    expect(readFileSync(join(work.directory, 'got'), 'utf8')).toBe('got\n')
    expect((await work.shown()).status).toBe('KILLED')
  })

  test('nohup means that the terminal may go away', async () => {
    const script = `exec 0</dev/null >out 2>err
      nohup $MLREG run -q -- sh -c 'echo > ready; sleep 1; echo survived > end' & pid=$!
      while [ ! -e ready ]; do sleep 0.05; done
      for p in $(ps -o pid= --ppid $pid) $pid; do kill -HUP $p; done; wait $pid; echo $? > status`
    work.shell(script)
    expect(readFileSync(join(work.directory, 'end'), 'utf8')).toBe('survived\n')
    expect(readFileSync(join(work.directory, 'status'), 'utf8')).toBe('0\n')
  })
})

describe('scalars', () => {
  test('come from the lines of standard output', async () => {
    const script = `printf 'step 1 loss=0.5\\nstep 2 loss=nan\\rstep 3 loss=inf\\nloss=oops\\nacc: 0.9'`
    const { stderr } = work.mlreg([
      ...['run', '--scalars', String.raw`step (?<step>\d+) (?<key>\w+)=(?<value>\S+)`],
      ...['--scalars', String.raw`acc: (?<accuracy>\S+)`, '--', 'sh', '-c', script],
    ])
    expect(String(stderr)).not.toContain('warning')
    expect((await work.shown()).metrics).toMatchObject({
      loss: { last: 'Infinity', steps: 3 },
      accuracy: { last: 0.9, steps: 1 },
    })
    const points = JSON.parse(String(work.mlreg(['runs', 'show', (await work.shown()).id, '--json']).stdout))
    expect(points.run.metrics.loss.steps).toBe(3)
  })

  test('what is no number is said', async () => {
    const { stderr, status } = work.mlreg(['run', '--scalars', 'loss=(?<loss>.*)', '--', 'echo', 'loss=bad'])
    expect(status).toBe(0)
    expect(String(stderr)).toContain('--scalars matched 1 times what is no number, first loss: "bad"')
  })
})

describe('a store that takes nothing', () => {
  test('a file in its place: the command runs, the next command records it', async () => {
    writeFileSync(work.env.MLREG_STORE as string, 'no store')
    const { status, stdout, stderr } = work.mlreg([
      'run',
      '--param',
      'a=1',
      '--',
      'sh',
      '-c',
      'echo out; exit 4',
    ])
    expect({ status, stdout: String(stdout) }).toEqual({ status: 4, stdout: 'out\n' })
    expect(String(stderr)).toContain('warning: the run is not recorded: ')
    expect(String(stderr)).toContain('recorded by the next mlreg that can')
    work.shell('rm store; $MLREG start')
    const [, ran] = await work.runs()
    expect(await work.shown(ran?.id)).toMatchObject({
      status: 'FAILED',
      params: { a: '1' },
      exit: { code: 4 },
      artifacts: [{ path: 'logs/stdout.log', bytes: 4 }],
    })
    // A second time there is nothing left to do.
    work.mlreg(['start'])
    expect((await work.runs()).length).toBe(3)
    expect(
      readdirSync(join(work.env.HOME as string, '.local/state/mlreg/spool')).flatMap(name =>
        readdirSync(join(work.env.HOME as string, '.local/state/mlreg/spool', name)),
      ),
    ).toEqual([])
  })

  test('another writer: the command is not held up, and all is recorded', async () => {
    work.mlreg(['init', work.directory])
    work.env.MLREG_STORE = join(work.directory, '.mlreg')
    const { default: Database } = await import('better-sqlite3')
    const database = new Database(join(work.env.MLREG_STORE, 'mlreg.db'))
    database.exec('BEGIN IMMEDIATE')
    const child = work.begin(['run', '--', 'sh', '-c', 'date > began; echo out'])
    while (!existsSync(join(work.directory, 'began'))) await new Promise(resolve => setTimeout(resolve, 20))
    database.exec('ROLLBACK')
    database.close()
    const [code] = await once(child, 'close')
    expect(code).toBe(0)
    expect(await work.shown()).toMatchObject({ status: 'FINISHED', artifacts: [{ path: 'logs/stdout.log' }] })
  })

  test('a writer that does not end: it is recorded later', async () => {
    work.mlreg(['init', work.directory])
    work.env.MLREG_STORE = join(work.directory, '.mlreg')
    const { default: Database } = await import('better-sqlite3')
    const database = new Database(join(work.env.MLREG_STORE, 'mlreg.db'))
    database.exec('BEGIN IMMEDIATE')
    const { status, stderr } = work.mlreg(['run', '--lock-timeout', '300ms', '--', 'sh', '-c', 'exit 6'])
    database.exec('ROLLBACK')
    database.close()
    expect(status).toBe(6)
    expect(String(stderr)).toContain('another mlreg has been writing')
    expect(await work.runs()).toEqual([])
    work.mlreg(['start'])
    expect(await work.shown((await work.runs())[1]?.id)).toMatchObject({
      status: 'FAILED',
      exit: { code: 6 },
    })
  })

  test.skipIf(!mayMount)('a read-only disk: the record waits in the state directory', async () => {
    work.mlreg(['init', '--store', work.env.MLREG_STORE as string])
    const { status, stdout, stderr } = work.shell(
      `unshare -m sh -c 'mount --bind store store && mount -o remount,ro,bind store && $MLREG run -- sh -c "echo out; exit 4"'`,
    )
    expect({ status, stdout }).toEqual({ status: 4, stdout: 'out\n' })
    expect(stderr).toContain('cannot be written by this user')
    expect(await work.runs()).toEqual([])
    work.mlreg(['start'])
    const [, ran] = await work.runs()
    expect(await work.shown(ran?.id)).toMatchObject({
      status: 'FAILED',
      exit: { code: 4 },
      artifacts: [{ path: 'logs/stdout.log', bytes: 4 }],
    })
  })

  test.skipIf(!mayMount)(
    'a disk that fills up: all is printed, the status kept, the rest recorded later',
    () => {
      mkdirSync(join(work.directory, 'disk'))
      const { status, stdout, stderr } = work.shell(
        `export MLREG_STORE=$PWD/disk/store; unshare -m sh -c '
         mount -t tmpfs -o size=90m none disk && $MLREG init > /dev/null && head -c 85000000 /dev/zero > disk/fill || exit 99
         { $MLREG run -- sh -c "head -c 20000000 /dev/zero; exit 4"; echo $? > status; } | wc -c; cat status
         rm disk/fill; $MLREG start > /dev/null
         $MLREG runs list --json > runs.json'`,
      )
      expect({ status, stdout: stdout.split('\n') }).toMatchObject({
        status: 0,
        stdout: ['20000000', '4', ''],
      })
      expect(stderr).toContain('is not kept from some point on: ENOSPC')
      const { runs } = JSON.parse(readFileSync(join(work.directory, 'runs.json'), 'utf8'))
      expect(runs[1]).toMatchObject({ status: 'FAILED', artifacts: { files: 1 } })
    },
  )

  test('nobody has a place for anything: the command runs', async () => {
    work.env.MLREG_STORE = '/proc/no/store'
    work.env.HOME = '/proc/no/home'
    const { status, stdout, stderr } = work.mlreg(['run', '--', 'echo', 'ran'])
    expect({ status, stdout: String(stdout) }).toEqual({ status: 0, stdout: 'ran\n' })
    expect(String(stderr)).toContain('there is no place to keep what the command prints')
  })
})

describe('what is around the command', () => {
  function repository(): void {
    const { status, stderr } = work.shell(
      `git init -q -b trunk . && git config user.name t && git config user.email t@example.org &&
       git remote add origin https://me:hunter22@example.org/x.git && printf 'home/\\nstore/\\n' > .gitignore &&
       echo 'print(1)' > train.py && mkdir sub && echo a > sub/a && git add . && git commit -qm first`,
    )
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  }

  test('git: commit, branch, the whole patch and untracked names', async () => {
    repository()
    work.shell(
      `printf '\\0\\1' > sub/binary && git add sub/binary && echo 'print(2)' > train.py && echo x > 'new file'`,
    )
    const commit = work.shell('git rev-parse HEAD').stdout.trim()
    work.shell('cd sub && $MLREG run -- true')
    const { git } = await work.shown()
    expect(git).toMatchObject({
      commit,
      branch: 'trunk',
      dirty: true,
      detached: false,
      remote: 'https://me:***@example.org/x.git',
      changed: 2,
      untracked: { total: 1, names: ['new file'] },
    })
    // The patch makes of a clean copy what there was.
    writeFileSync(join(work.directory, 'the.patch'), await work.text('code/changes.patch'))
    const again = work.shell(
      `git clone -q . copy && cd copy && git apply ../the.patch && cat train.py && od -c sub/binary`,
    )
    expect(again.stdout).toContain('print(2)\n')
    expect(again.stdout).toContain('\\0 001')
  })

  test('a clean tree, a detached head, no commit yet, no repository, no git', async () => {
    repository()
    work.mlreg(['run', '--', 'true'])
    expect(await work.shown()).toMatchObject({ git: { branch: 'trunk', dirty: false }, artifacts: [] })
    work.shell('git checkout -q --detach')
    work.mlreg(['run', '--', 'true'])
    expect((await work.shown()).git).toMatchObject({ branch: null, detached: true, dirty: false })
    work.shell('rm -rf .git && git init -q -b trunk . && git add train.py')
    work.mlreg(['run', '--', 'true'])
    expect(await work.shown()).toMatchObject({ git: { commit: null, branch: 'trunk', dirty: true } })
    expect(await work.text('code/changes.patch')).toContain('+print(1)')
    work.shell('rm -rf .git')
    work.mlreg(['run', '--', 'true'])
    expect((await work.shown()).git).toEqual({ commit: null, branch: null, dirty: null })
    mkdirSync(join(work.directory, 'bare/bin'), { recursive: true })
    mkdirSync(join(work.directory, '.git'))
    work.env.PATH = join(work.directory, 'bare/bin')
    work.mlreg(['run', '--', '/bin/true'])
    expect(await work.shown()).toMatchObject({
      status: 'FINISHED',
      git: { commit: null, error: 'git is not installed' },
    })
  })

  test('nothing that a repository names is run by looking at it', async () => {
    repository()
    work.shell(`git config core.fsmonitor 'touch ${work.directory}/ran; false' && git config diff.external 'touch ${work.directory}/ran'
      git config diff.t.textconv 'touch ${work.directory}/ran; cat' && echo '*.py diff=t' > .gitattributes && echo 'print(3)' > train.py`)
    work.mlreg(['run', '--', 'true'])
    expect((await work.shown()).git).toMatchObject({ dirty: true })
    expect(existsSync(join(work.directory, 'ran'))).toBe(false)
  })

  test('the variables of a list, and no secret', async () => {
    Object.assign(work.env, {
      CUDA_VISIBLE_DEVICES: '0',
      HF_TOKEN: 'hf_abcdefgh',
      TF_API_TOKEN: 'tf_abcdefgh',
      MINE: 'with hf_abcdefgh in it',
      HARMLESS: 'not asked for',
    })
    work.mlreg([
      'run',
      '--env',
      'MINE',
      '--',
      'echo',
      '--password',
      'p1',
      '--api-key=k2',
      'hf_abcdefgh',
      '--pad-token',
      'x',
    ])
    const { environment, command } = await work.shown()
    expect(environment.variables).toMatchObject({
      CUDA_VISIBLE_DEVICES: '0',
      TF_API_TOKEN: '***',
      MINE: 'with *** in it',
    })
    expect(Object.keys(environment.variables)).not.toContain('HARMLESS')
    expect(Object.keys(environment.variables)).not.toContain('HF_TOKEN')
    expect(command).toEqual(['echo', '--password', '***', '--api-key=***', '***', '--pad-token', 'x'])
    // The command itself got what was typed.
    expect(await work.text('logs/stdout.log')).toBe('--password p1 --api-key=k2 hf_abcdefgh --pad-token x\n')
  })

  test('machine, interpreter, lock files, source', async () => {
    writeFileSync(join(work.directory, 'train.sh'), '#!/bin/sh\necho trained\n')
    chmodSync(join(work.directory, 'train.sh'), 0o755)
    writeFileSync(join(work.directory, 'requirements.txt'), 'numpy==1.26.4\n')
    mkdirSync(join(work.directory, '.venv/lib/python3.11/site-packages/Foo_Bar-1.2.3.dist-info'), {
      recursive: true,
    })
    work.mlreg(['run', '--', './train.sh'])
    const { environment, resources } = await work.shown()
    expect(environment).toMatchObject({
      cwd: work.directory,
      os: { name: 'Linux' },
      interpreter: { name: expect.stringMatching(/^(sh|dash|bash)$/) },
      packages: { prefix: join(work.directory, '.venv'), python: { 'foo-bar': '1.2.3' } },
      lockFiles: [{ path: 'requirements.txt', bytes: 14 }],
      source: { files: 1, named: [{ path: './train.sh' }] },
    })
    expect(resources).toMatchObject({ outputBytes: { stdout: 8, stderr: 0 } })
    const { digest } = environment.source
    work.mlreg(['run', '--', './train.sh'])
    expect((await work.shown()).environment.source.digest).toBe(digest)
    writeFileSync(join(work.directory, 'train.sh'), '#!/bin/sh\necho trained more\n')
    work.mlreg(['run', '--', './train.sh'])
    expect((await work.shown()).environment.source.digest).not.toBe(digest)
  })

  test('processor time and memory of the command and what it waited for', async () => {
    const burn = `const end = process.cpuUsage().user + 600e3; const held = Buffer.alloc(200e6, 1); let x = 0; while (process.cpuUsage().user < end) for (let i = 0; i < 1e6; i++) x += i % 7; held.fill(2)`
    work.mlreg(['run', '--', 'sh', '-c', `${process.execPath} -e '${burn}'; true`])
    const { resources } = await work.shown()
    expect(resources.cpuSeconds).toBeGreaterThan(0.55)
    expect(resources.cpuSeconds).toBeLessThan(5)
    expect(resources.durationMs).toBeGreaterThan(550)
  })

  test('data that are read, made, or no table', async () => {
    writeFileSync(join(work.directory, 'train.csv'), 'a,b\n1,2\n3,4\n')
    writeFileSync(join(work.directory, 'a:b.bin'), Buffer.from([0, 255, 0]))
    const { stderr } = work.mlreg([
      ...[
        'run',
        '--data',
        'train.csv',
        '--data',
        'made.csv:output',
        '--data',
        'a:b.bin',
        '--data',
        'gone.csv:test',
      ],
      ...['--', 'sh', '-c', 'cp train.csv made.csv; echo 5,6 >> train.csv'],
    ])
    const { data } = await work.shown()
    expect(data).toMatchObject([
      { name: 'train.csv', context: 'training', source: 'train.csv', columns: 2 },
      { name: 'a:b.bin', context: 'training', bytes: 3 },
      { name: 'made.csv', context: 'output', rows: 2, columns: 2 },
    ])
    expect(String(stderr)).toContain('the data gone.csv are not recorded')
  })
})
