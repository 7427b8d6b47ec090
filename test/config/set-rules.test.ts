import fc from 'fast-check'
import { parse } from 'smol-toml'
import { describe, expect, test } from 'vitest'
import { rulesToml, setRules } from '../../src/config/set-rules.ts'

const add = (toml: string, ...rules: readonly string[]) =>
  setRules(toml, { rules, instead: () => undefined }, 'mlreg.toml')

const rulesOf = (toml: string) => (parse(toml) as { drift: { rules: string[] } }).drift.rules

describe('where the rules go', () => {
  test.each([
    ['an empty file', '', '[drift]\nrules = [\n  "a: psi > 1",\n]\n'],
    [
      'a file without the section',
      '# top\nstore.directory = "x"',
      '# top\nstore.directory = "x"\n\n[drift]\nrules = [\n  "a: psi > 1",\n]\n',
    ],
    [
      'a section without rules',
      '[drift] # gate\npolicy = "classic" # why\n\n# about output\n[output]\ncolor = "never"\n',
      '[drift] # gate\npolicy = "classic" # why\nrules = [\n  "a: psi > 1",\n]\n\n# about output\n[output]\ncolor = "never"\n',
    ],
    ['an empty section', '[drift]\n', '[drift]\nrules = [\n  "a: psi > 1",\n]\n'],
    ['a section that ends the file', '[drift]', '[drift]\nrules = [\n  "a: psi > 1",\n]\n'],
    ['a quoted section', '["drift"]\n[output]\n', '["drift"]\nrules = [\n  "a: psi > 1",\n]\n[output]\n'],
    [
      'a list on one line',
      '[drift]\nrules = ["ks > 1", \'psi > 2\'] # both\ntop = 3\n',
      '[drift]\nrules = ["ks > 1", \'psi > 2\',\n  "a: psi > 1",\n] # both\ntop = 3\n',
    ],
    ['an empty list', '[drift]\nrules = []\n', '[drift]\nrules = [\n  "a: psi > 1",\n]\n'],
    [
      'a list with a last comma',
      '[drift]\nrules = ["ks > 1",]\n',
      '[drift]\nrules = ["ks > 1",\n  "a: psi > 1",\n]\n',
    ],
    [
      'a list with comments',
      '[drift]\nrules = [ # mine\n    "ks > 1", # one\n    "psi > 2" # two, no comma\n    # end\n  ]\n',
      '[drift]\nrules = [ # mine\n    "ks > 1", # one\n    "psi > 2", # two, no comma\n    # end\n  "a: psi > 1",\n  ]\n',
    ],
    ['a dotted key', 'drift.rules = ["ks > 1"]\n', 'drift.rules = ["ks > 1",\n  "a: psi > 1",\n]\n'],
    [
      'dotted keys without rules',
      'drift.policy = "classic"\ndrift.top = 3 # three\noutput.color = "never"\n',
      'drift.policy = "classic"\ndrift.top = 3 # three\ndrift.rules = [\n  "a: psi > 1",\n]\noutput.color = "never"\n',
    ],
    [
      'a section below it',
      '[drift.types]\nzip = "categorical"\n',
      '[drift.types]\nzip = "categorical"\n\n[drift]\nrules = [\n  "a: psi > 1",\n]\n',
    ],
    [
      'Windows line ends',
      '[drift]\r\ntop = 3\r\n',
      '[drift]\r\ntop = 3\r\nrules = [\r\n  "a: psi > 1",\r\n]\r\n',
    ],
    [
      'strings that look like more',
      '[output]\nx = """\n[drift]\nrules = ["no"]\n"""\ny = \'[drift]\' # [drift]\n[drift]\nz = ["]", \'#\', { a = "}" }]\n',
      '[output]\nx = """\n[drift]\nrules = ["no"]\n"""\ny = \'[drift]\' # [drift]\n[drift]\nz = ["]", \'#\', { a = "}" }]\nrules = [\n  "a: psi > 1",\n]\n',
    ],
  ])('%s', async (_, before, after) => {
    expect(await add(before, 'a: psi > 1')).toBe(after)
    // A second time there is nothing to add.
    expect(await add(after, 'a: psi > 1')).toBe(after)
  })

  test('a rule takes the place of another where that stands', async () => {
    const before = '[drift]\nrules = [\n  "a: psi > 1", # from March\n  "ks > 1",\n  \'b: psi > 1\'\n]\n'
    const change = {
      rules: ['a: psi > 2', 'b: psi > 2', 'c: psi > 2'],
      instead: (rule: string) => (/^[ab]: /.test(rule) ? rule.replace('1', '2') : undefined),
    }
    expect(await setRules(before, change, 'mlreg.toml')).toBe(
      '[drift]\nrules = [\n  "a: psi > 2", # from March\n  "ks > 1",\n  "b: psi > 2",\n  "c: psi > 2",\n]\n',
    )
  })

  test('what cannot be changed in place is refused', async () => {
    for (const toml of ['drift = { top = 3 }\n', 'drift = { rules = ["psi > 2"] }\n']) {
      await expect(add(toml, 'a: psi > 1')).rejects.toMatchObject({
        code: 'config',
        message: 'mlreg.toml: the rules there cannot be changed without rewriting the file',
      })
    }
  })
})

test('any rule comes back, and nothing else has changed', async () => {
  const text = fc.string({ unit: 'binary', minLength: 1 }).map(one => one.replaceAll(/\p{Cs}/gu, '?'))
  const line = fc.constantFrom(
    '# [drift]',
    'top = 3',
    'columns = [\'a#\', "]"]',
    '',
    '[output] # o',
    'width = 1e3',
    '  # "',
  )
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(text, { minLength: 1 }),
      fc.uniqueArray(line),
      fc.array(text),
      fc.constantFrom(', ', ',\n # x ]\n', ' ,'),
      async (rules, lines, old, list) => {
        const had = old.map(one => JSON.stringify(one).replaceAll('\x7f', '\\u007f')).join(list)
        const toml = `[drift]\nrules = [${had}]\n${lines.join('\n')}`
        const added = rules.filter(rule => !old.includes(rule))
        const edited = await add(toml, ...rules)
        expect(rulesOf(edited)).toEqual([...old, ...added])
        for (const one of lines) expect(edited.split('\n')).toContain(one)
        expect(rulesOf(rulesToml(rules))).toEqual(rules)
      },
    ),
  )
})
