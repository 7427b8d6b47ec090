import { isTable } from '../config/setting-texts.ts'
import { type Card, ownFields } from './card.ts'
import { type CardFacts, hasRun } from './card-facts.ts'
import { type FactBlock, factBlocks } from './fact-blocks.ts'
import { type CardFinding, error } from './finding.ts'
import { factFields } from './front-matter.ts'
import { blockOf } from './generated-block.ts'
import { tableRows } from './markdown-table.ts'

const titles: Readonly<Record<FactBlock, string>> = {
  details: 'the facts at the top',
  'training-data': 'the table of training data',
  metrics: 'the table of metrics',
  signature: 'the table of inputs and outputs',
  parameters: 'the table of params',
}

/** What the card says of the version, its run and its data, and the store does not. */
export function checkFacts(card: Card, facts: CardFacts): CardFinding[] {
  return [...checkOwn(card, facts), ...checkBlocks(card, facts)]
}

function checkOwn(card: Card, facts: CardFacts): CardFinding[] {
  const own = ownFields(card)
  return factFields(facts).flatMap(({ path, value }) => {
    const [, key] = path
    if (key === undefined) return []
    const said = own[key]
    const place = path.join('.')
    if (said === undefined) {
      const isName = key === 'model' || key === 'version' || key === 'digest'
      return value !== undefined && isName ? [error('missing', place, `is missing: ${String(value)}`)] : []
    }
    if (value === undefined)
      return hasRun(facts) ? [error('wrong-fact', place, 'the store knows nothing of it')] : []
    if (Array.isArray(value)) return checkData(place, said, value)
    if (String(said) === String(value)) return []
    return [error('wrong-fact', place, `says ${String(said)}, and the store says ${String(value)}`)]
  })
}

type Row = Readonly<Record<string, unknown>>

function checkData(place: string, said: unknown, known: readonly Row[]): CardFinding[] {
  const rows = Array.isArray(said) ? said.filter(isTable) : []
  const missing = known.filter(
    ({ name, digest }) => !rows.some(row => row.name === name && row.digest === digest),
  )
  const named = (name: unknown) => rows.filter(row => row.name === name)
  const digests = missing.map(({ name, digest }) => {
    const [other] = named(name)
    const message =
      other === undefined
        ? `leaves out ${String(name)}, which the run read`
        : `says that ${String(name)} has the digest ${String(other.digest)}, and the store says ${String(digest)}`
    return error('wrong-fact', place, message)
  })
  const parts = rows.flatMap(row => {
    const known_ = known.find(({ name, digest }) => row.name === name && row.digest === digest)
    if (known_ === undefined) return []
    return ['rows', 'cutoff'].flatMap(part =>
      String(row[part] ?? '') === String(known_[part] ?? '')
        ? []
        : [
            error(
              'wrong-fact',
              place,
              `says ${part} ${String(row[part] ?? 'nothing')} of ${String(row.name)}, and the store says ${String(known_[part] ?? 'nothing')}`,
            ),
          ],
    )
  })
  const strange = rows.filter(({ name }) => !known.some(one => one.name === name))
  return [
    ...digests,
    ...parts,
    ...strange.map(({ name }) =>
      error('wrong-fact', place, `names ${String(name)}, which the run did not read`),
    ),
  ]
}

/** A table is compared row by row, whatever spaces somebody's editor has put into it. */
function checkBlocks(card: Card, facts: CardFacts): CardFinding[] {
  const names = hasRun(facts) ? (Object.keys(factBlocks) as FactBlock[]) : (['signature'] as const)
  return names.flatMap(name => {
    const there = blockOf(card.body, name)
    if (there === undefined) return []
    const rows = tableRows(there).map(cells => cells.join(' | '))
    const known = tableRows(factBlocks[name](facts)).map(cells => cells.join(' | '))
    const wrong = rows.find(row => !known.includes(row))
    const missing = known.find(row => !rows.includes(row))
    if (wrong === undefined && missing === undefined) return []
    const rule = name === 'metrics' ? 'wrong-number' : 'wrong-fact'
    const says = wrong === undefined ? 'leaves out' : `says "${wrong}", and the store says`
    const hint = '; "mlreg card edit --refresh" writes it anew'
    return [error(rule, titles[name], `${says} "${missing ?? 'nothing of the kind'}"${hint}`)]
  })
}
