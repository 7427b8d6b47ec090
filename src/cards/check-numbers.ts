import type { Card } from './card.ts'
import { ownFields } from './card.ts'
import { type CardFacts, hasRun } from './card-facts.ts'
import { type CardFinding, error, warning } from './finding.ts'
import { blockOf, withoutBlocks, withoutComments } from './generated-block.ts'
import { tableRows } from './markdown-table.ts'
import { type IndexMetric, resultsOf } from './model-index.ts'
import { seal } from './seal.ts'

/** Metrics that the card gives and the run does not, or otherwise; and numbers of subgroups changed by hand. */
export function checkNumbers(card: Card, facts: CardFacts): CardFinding[] {
  const ofRun = hasRun(facts) ? [...checkIndex(card, facts), ...checkTables(card, facts)] : []
  return [...ofRun, ...checkSubgroups(card)]
}

function checkIndex(card: Card, { metrics }: CardFacts): CardFinding[] {
  const results = resultsOf(card.frontMatter['model-index'])
  const found = results
    .filter(({ measuredBy }) => measuredBy !== 'card')
    .flatMap(({ metrics: said, measuredBy }) =>
      said.flatMap(metric => checkMetric(metric, metrics, measuredBy === 'run')),
    )
  const named = new Set(results.flatMap(result => result.metrics.map(({ type }) => type)))
  const missing = results.some(({ measuredBy }) => measuredBy === 'run')
    ? [...metrics.keys()].filter(key => !named.has(key))
    : []
  return [
    ...found,
    ...missing.map(key => warning('wrong-number', 'model-index', `leaves out ${key}, which the run has`)),
  ]
}

function checkMetric(
  { type, value }: IndexMetric,
  metrics: CardFacts['metrics'],
  byRun: boolean,
): CardFinding[] {
  const known = metrics.get(type)
  if (known === undefined) {
    const message = `${type} is ${String(value)}, and the run has no such metric`
    return [
      byRun ? error('wrong-number', 'model-index', message) : warning('not-compared', 'model-index', message),
    ]
  }
  if (typeof value === 'number' ? value === known : String(value) === String(known)) return []
  return [error('wrong-number', 'model-index', `${type} is ${String(value)}, and the run has ${known}`)]
}

/** Rows of people's own tables that begin with the name of a metric: as many digits as they give have to be right. */
function checkTables(card: Card, { metrics }: CardFacts): CardFinding[] {
  return tableRows(withoutComments(withoutBlocks(card.body))).flatMap(([name = '', shown = '']) => {
    const known = metrics.get(name.replace(/[`*\\]/g, ''))
    const text = shown.replace(/[,*`\s]/g, '')
    const [, whole, decimals = '', percent] = /^([+-]?\d+)(?:\.(\d+))?(%?)$/.exec(text) ?? []
    if (known === undefined || whole === undefined || !Number.isFinite(known)) return []
    const scale = percent === '' ? 1 : 100
    const half = 0.5 * 10 ** -decimals.length
    const said = Number(text.replace('%', ''))
    if (Math.abs(said - known * scale) <= half * (1 + 1e-9)) return []
    return [error('wrong-number', 'a table', `${name} is ${shown}, and the run has ${known}`)]
  })
}

function checkSubgroups(card: Card): CardFinding[] {
  const { evaluation } = ownFields(card)
  const block = blockOf(card.body, 'subgroups')
  if (block === undefined) return []
  const place = 'Performance across subgroups'
  if (typeof evaluation !== 'object' || evaluation === null) {
    return [warning('not-compared', place, 'nothing says on which data these numbers were measured')]
  }
  const results = resultsOf(card.frontMatter['model-index']).filter(({ measuredBy }) => measuredBy === 'card')
  const expected = seal(
    block,
    results.map(({ raw }) => raw),
  )
  if ((evaluation as Record<string, unknown>).seal === expected) return []
  const message =
    'the numbers are not those that were computed: compute them again with "mlreg card edit --evaluation"'
  return [error('wrong-number', place, message)]
}
