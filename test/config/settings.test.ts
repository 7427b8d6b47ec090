import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command as Commander, Option } from 'commander'
import { beforeEach, expect, test } from 'vitest'
import { list, repeated } from '../../src/commands/options.ts'
import { applySettings } from '../../src/config/apply-settings.ts'
import { lineOfKey } from '../../src/config/line-of-key.ts'
import { readSettings } from '../../src/config/read-settings.ts'
import { settings } from '../../src/config/settings.ts'
import { fakeIo } from '../fake-io.ts'

let repository: string
let home: string

beforeEach(() => {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'mlreg-config-')))
  repository = join(directory, 'repository')
  home = join(directory, 'home')
  mkdirSync(join(repository, '.git'), { recursive: true })
  mkdirSync(join(repository, 'jobs/nightly'), { recursive: true })
  mkdirSync(join(home, '.config/mlreg'), { recursive: true })
})

function io(env: Record<string, string> = {}) {
  return fakeIo({ cwd: join(repository, 'jobs/nightly'), env: { HOME: home, ...env } })
}

function projectFile(toml: string): string {
  const path = join(repository, 'mlreg.toml')
  writeFileSync(path, toml)
  return path
}

function userFile(toml: string): string {
  const path = join(home, '.config/mlreg/config.toml')
  writeFileSync(path, toml)
  return path
}

async function driftOptions(words: string[], env: Record<string, string> = {}) {
  const program = new Commander('mlreg')
  const drift = program
    .command('drift')
    .addOption(new Option('--policy <name>').choices(['calibrated', 'classic']).default('calibrated'))
    .addOption(new Option('--rule <rule>').argParser(repeated))
    .addOption(new Option('--columns <names>').argParser(list))
    .addOption(new Option('--type <pair>').argParser(repeated))
    .option('--weights <file>')
    .option('--ascii')
    .option('--config <file>')
    .option('--no-config')
  program.parse(['drift', ...words], { from: 'user' })
  await applySettings(drift, io(env))
  return drift.opts()
}

test('flag, environment, project, user, default: the first that says anything holds', async () => {
  userFile('drift.policy = "classic"')
  expect((await driftOptions([])).policy).toBe('classic')
  projectFile('[drift]\npolicy = "calibrated"')
  expect((await driftOptions([])).policy).toBe('calibrated')
  expect((await driftOptions([], { MLREG_POLICY: 'classic' })).policy).toBe('classic')
  expect((await driftOptions(['--policy', 'calibrated'], { MLREG_POLICY: 'classic' })).policy).toBe(
    'calibrated',
  )
  expect((await driftOptions(['--no-config'])).policy).toBe('calibrated')
})

test('an empty variable is not set', async () => {
  projectFile('drift.policy = "classic"')
  expect((await driftOptions([], { MLREG_POLICY: '' })).policy).toBe('classic')
})

test('a setting goes through the parser of its flag', async () => {
  projectFile(`
[drift]
rules = ["psi > 0.25", "age, years: ks.p < 0.001"]
columns = ["age", "a,b", 'back\\slash']
weights = "weights.json"
[drift.types]
zip = "categorical"
day = "datetime"
[output]
ascii = true`)
  expect(await driftOptions([])).toMatchObject({
    rule: ['psi > 0.25', 'age, years: ks.p < 0.001'],
    columns: ['age', 'a,b', 'back\\slash'],
    type: ['zip=categorical', 'day=datetime'],
    weights: join(repository, 'weights.json'),
    ascii: true,
  })
  const env = { MLREG_RULE: 'psi > 0.1\n ks.p < 0.01\n', MLREG_COLUMNS: 'x, y', MLREG_ASCII: 'no' }
  expect(await driftOptions([], env)).toMatchObject({
    rule: ['psi > 0.1', 'ks.p < 0.01'],
    columns: ['x', 'y'],
    ascii: false,
  })
})

test('--config stands in for the other files', async () => {
  projectFile('drift.policy = "classic"')
  writeFileSync(join(repository, 'jobs/nightly/own.toml'), 'drift.columns = "a"')
  const options = await driftOptions(['--config', 'own.toml'])
  expect(options).toMatchObject({ policy: 'calibrated', columns: ['a'] })
  await expect(driftOptions(['--config', 'none.toml'])).rejects.toMatchObject({ code: 'config' })
})

test('a file above the repository does not count', async () => {
  writeFileSync(join(repository, '..', 'mlreg.toml'), 'drift.policy = "classic"')
  expect(await readSettings(undefined, io())).toEqual([])
})

test.each([
  [
    '[drift]\npolicy = "calibrated"\npolcy = "classic"',
    ':3: unknown key "polcy" in [drift]',
    'did you mean "policy"?',
  ],
  ['\n[drfit]\npolicy = "classic"', ':2: unknown section "drfit"', 'did you mean "drift"?'],
  [
    'policy = "classic"',
    ':1: unknown section "policy"',
    'known are drift, profile, run, store, output, registry, hooks',
  ],
  ['[drift]\nqqqqqqqqqq = 1', ':2: unknown key "qqqqqqqqqq" in [drift]', /^known are policy, alpha, /],
  ['# age\n[drift]\nfail-share = "0.3"', ':3: drift.fail-share has to be a number', undefined],
  ['[drift]\nrules = "psi > 1"', ':2: drift.rules has to be a list of strings', undefined],
  ['[drift]\nexclude = [1]', ':2: drift.exclude has to be a list of strings', undefined],
  ['[drift]\ntypes = { zip = 1 }', ':2: drift.types has to be a table of strings', undefined],
  ['[output]\nascii = "yes"', ':2: output.ascii has to be true or false', undefined],
  ['[drift]\npolicy = 2024-01-01', ':2: drift.policy has to be a string', undefined],
  ['[drift]\npolicy = ', ':2: ', undefined],
])('%j is refused where it is wrong', async (toml, message, hint) => {
  const path = projectFile(toml)
  const error = await readSettings(undefined, io()).catch(thrown => thrown)
  expect(error.code).toBe('config')
  expect(error.message).toContain(path + message)
  if (hint instanceof RegExp) expect(error.hint).toMatch(hint)
  else expect(error.hint).toBe(hint)
})

test('a value that the flag would refuse is refused with its place', async () => {
  const path = projectFile('[drift]\npolicy = "clasic"')
  await expect(driftOptions([])).rejects.toMatchObject({
    code: 'config',
    message: `${path}:2: drift.policy: Allowed choices are calibrated, classic.`,
  })
  await expect(driftOptions([], { MLREG_POLICY: 'x' })).rejects.toMatchObject({
    message: 'MLREG_POLICY: Allowed choices are calibrated, classic.',
  })
  await expect(driftOptions([], { MLREG_ASCII: 'maybe' })).rejects.toMatchObject({
    message: 'MLREG_ASCII has to be true or false, and is "maybe"',
  })
})

test('the line of a key is found in the ways keys are written', () => {
  const toml = '# x\ndrift.top = 1\n["drift"]\n "policy" = "a"\n[drift.types]\nzip = "b"\n'
  expect(lineOfKey(toml, 'drift', 'top')).toBe(2)
  expect(lineOfKey(toml, 'drift', 'policy')).toBe(4)
  expect(lineOfKey(toml, 'drift', 'types')).toBe(5)
  expect(lineOfKey(toml, 'output', 'color')).toBe(1)
})

test('no key, flag or variable is given twice', () => {
  for (const part of ['key', 'flag', 'env'] as const) {
    const names = settings.map(setting => setting[part])
    expect(names).toEqual([...new Set(names)])
  }
})
