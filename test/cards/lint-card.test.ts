import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { type CardFacts, cardFacts } from '../../src/cards/card-facts.ts'
import { lintText } from '../../src/cards/lint-card.ts'
import { newCard } from '../../src/cards/new-card.ts'
import { parseCard } from '../../src/cards/parse-card.ts'
import { resolveVersion } from '../../src/registry/resolve-version.ts'
import { openForReading } from '../../src/store/open-for-reading.ts'
import { filledIn, registerChurn } from '../commands/card/registered.ts'
import { Workspace } from '../commands/tracking/workspace.ts'

const nowMs = Date.parse('2026-05-01T12:00:00Z')
let facts: CardFacts
let card: string

beforeAll(async () => {
  const work = new Workspace()
  await registerChurn(work)
  const store = await openForReading(join(work.directory, '.mlreg'))
  facts = cardFacts(store, resolveVersion(store, 'churn/1'))
  card = filledIn(newCard(facts, nowMs))
  store.close()
}, 60_000)

function found(text: string): string[] {
  const { findings } = lintText(parseCard(Buffer.from(text), 'x'), facts, { stage: 'Production', nowMs })
  return findings.map(({ severity, rule, place }) => `${severity} ${rule} ${place}`)
}

const changes: readonly (readonly [what: string, change: (card: string) => string, found: string])[] = [
  [
    'a number of the index',
    card => card.replace('value: 0.91234', 'value: 0.95'),
    'error wrong-number model-index',
  ],
  [
    'a metric that the run lacks',
    card =>
      card.replace(
        'name: f1\n            value: 0.8',
        'name: f1\n            value: 0.8\n          - type: recall\n            name: recall\n            value: 0.7',
      ),
    'error wrong-number model-index',
  ],
  [
    'a number of the table',
    card => card.replace('| auc | 0.9123 |', '| auc | 0.9323 |'),
    'error wrong-number the table of metrics',
  ],
  [
    "a number of somebody's own table",
    card =>
      card.replace(
        '## Performance\n',
        '## Performance\n\n| metric | value |\n| - | - |\n| `auc` | 91.3% |\n',
      ),
    'error wrong-number a table',
  ],
  [
    "a digest of the model's",
    card => card.replace(/digest: [0-9a-f]{8}/, 'digest: 00000000'),
    'error wrong-fact mlreg.digest',
  ],
  [
    'a digest in the facts at the top',
    card => card.replace(/(SHA-256 \| )[0-9a-f]{8}/, '$100000000'),
    'error wrong-fact the facts at the top',
  ],
  [
    'a digest of the training data',
    card => card.replace(/(rows: 2\n\s*digest: )[0-9a-f]{8}/, '$100000000'),
    'error wrong-fact mlreg.training_data',
  ],
  [
    'rows of the training data',
    card => card.replace('rows: 2', 'rows: 20'),
    'error wrong-fact mlreg.training_data',
  ],
  ['a param', card => card.replace('| lr | 0.1 |', '| lr | 0.2 |'), 'error wrong-fact the table of params'],
  [
    'a section',
    card => card.replace('## Known limitations', '## Limits of knowledge'),
    'error missing Known limitations',
  ],
  [
    'a text',
    card => card.replace(/(## Fairness considerations\n\n).*/, '$1TBD.'),
    'error placeholder Fairness considerations',
  ],
  ['an owner', card => card.replace(/ {2}owner: .*\n/, ''), 'error missing mlreg.owner'],
  [
    'a review that is due',
    card => card.replace(/review_by: .*/, 'review_by: 2026-04-29'),
    'error stale mlreg.review_by',
  ],
  [
    'a review on no day',
    card => card.replace(/review_by: .*/, 'review_by: soon'),
    'error bad-value mlreg.review_by',
  ],
  [
    'a field that nobody knows',
    card => card.replace('license:', 'licence:'),
    'warning unknown-field licence',
  ],
  ['a field of ours', card => card.replace('  owner:', '  ownr:'), 'warning unknown-field mlreg.ownr'],
  [
    'a list that is none',
    card => card.replace('license:', 'tags: { a: b }\nlicense:'),
    'error bad-value tags',
  ],
]
test.each(changes)('finds %s', (_, change, expected) => {
  expect(found(card)).toEqual(['warning missing Performance across subgroups'])
  expect(change(card)).not.toBe(card)
  expect(found(change(card))).toContain(expected)
})

test('gives fewer digits their due', () => {
  const table = '| m | v |\n| - | - |\n| auc | 0.91 |\n| f1 | 80% |\n'
  expect(found(card.replace('## Performance\n', `## Performance\n\n${table}`))).toEqual(found(card))
})

test('numbers of subgroups that nobody measured are found', () => {
  const block = '<!-- mlreg:subgroups is -->\n| EU | 0.9 |\n<!-- mlreg:end -->\n'
  const text = card.replace(
    '## Performance across subgroups\n',
    `## Performance across subgroups\n\n${block}`,
  )
  expect(found(text)).toEqual(['warning not-compared Performance across subgroups'])
})

test('a card that is older than its version, or long before its stage', () => {
  expect(found(card.replace(/updated: .*/, 'updated: 2026-04-01'))).toContain('error stale mlreg.updated')
  expect(found(card.replace(/updated: .*/, 'updated: 2027-04-01'))).toContain(
    'warning bad-value mlreg.updated',
  )
  const staged = { ...facts, version: { ...facts.version, stagedMs: Date.parse('2026-09-01T00:00:00Z') } }
  const { findings } = lintText(parseCard(Buffer.from(card), 'x'), staged, { stage: 'Production', nowMs })
  expect(findings.map(({ rule }) => rule)).toContain('stale')
})

test('what YAML 1.1 would take for something else is quoted', () => {
  const strange = {
    ...facts,
    metrics: new Map([
      ['yes', 1],
      ['1e5', 2],
      ['off', 3],
    ]),
  }
  const text = newCard(strange, nowMs)
  expect(text).toContain('- "yes"')
  expect(text).toContain('type: "off"')
  expect(text).toContain('updated: "2026-05-01"')
  expect(parseCard(Buffer.from(text), 'x').frontMatter.metrics).toEqual(['yes', '1e5', 'off'])
})
