import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { expect, test } from 'vitest'

const example = 'examples/churn'

test('the README shows the script as it is', () => {
  const [, body = ''] = readFileSync(join(example, 'life.sh'), 'utf8').split('set -eu\n')
  expect(readFileSync('README.md', 'utf8')).toContain(`\`\`\`sh example\n${body}\`\`\`\n`)
})

test('a model lives from its training to the audit', () => {
  const directory = mkdtempSync(join(tmpdir(), 'mlreg-example-'))
  cpSync(example, directory, { recursive: true })
  const life = run(directory, 'sh', 'life.sh')
  expect(life).toMatchObject({ status: 0 })
  expect(life.stderr.replaceAll(/^mlreg: (made the store|run|FINISHED, exit 0).*\n/gm, '')).toBe('')
  expect(stagesOf(directory)).toEqual({ 1: 'Archived', 2: 'Production', 3: 'Archived' })
  const deployed = readFileSync(join(directory, 'deployments.jsonl'), 'utf8').trim().split('\n')
  expect(deployed.map(line => JSON.parse(line).to)).toEqual([
    'Staging',
    'Production',
    'Staging',
    'Production',
    'Production',
  ])
  // What the service has is what it had before the bad night.
  const serving = readFileSync(join(directory, 'serving/model/model.json'), 'utf8')
  expect(JSON.parse(serving).names).toEqual(['tenure', 'charge', 'calls', 'monthly', 'long'])
  expect(existsSync(join(directory, 'scored-18.csv'))).toBe(true)
}, 300_000)

function stagesOf(directory: string): Record<number, string> {
  const { stdout } = run(directory, 'mlreg', 'models', 'show', 'churn', '--json')
  const { versions } = JSON.parse(stdout) as { versions: { version: number; stage: string }[] }
  return Object.fromEntries(versions.map(({ version, stage }) => [version, stage]))
}

function run(directory: string, ...words: [string, ...string[]]) {
  const program = join(directory, 'mlreg')
  writeFileSync(
    program,
    `#!/bin/sh\nexec '${process.execPath}' '${join(process.cwd(), 'bin/mlreg.js')}' "$@"\n`,
  )
  chmodSync(program, 0o755)
  const [command, ...rest] = words
  const env = { PATH: [directory, process.env.PATH].join(delimiter), HOME: directory, LC_ALL: 'C.UTF-8' }
  return spawnSync(command, rest, { cwd: directory, env, encoding: 'utf8' })
}
