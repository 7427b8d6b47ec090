import type { JudgedClassifier, Multivariate } from '../../multivariate/compare-wholes.ts'
import type { CorrelationPair } from '../../multivariate/correlation-drift.ts'
import { counted, formatCount, formatDecimals, formatPercent, formatPValue } from '../../report/numbers.ts'
import type { Block, Cell, TableColumn } from '../../report/report.ts'
import { changeInWords } from './correlation-words.ts'
import type { DriftResult } from './drift-result.ts'
import { correlationsSentence, featuresInWords, foundInWords, pairName } from './multivariate-report.ts'

const columns: readonly TableColumn[] = [
  { title: 'pair', align: 'left', narrow: 'shrink' },
  { title: 'p', align: 'right', narrow: 'keep' },
  { title: 'reference', align: 'right', narrow: 'keep' },
  { title: 'current', align: 'right', narrow: 'keep' },
  { title: 'what changed', align: 'left', narrow: 'wrap' },
]

/** What people see of the windows as wholes: what the classifier found, and a table of the pairs that changed. */
export function multivariateBlocks({
  multivariate,
  summary,
  reference,
  current,
  most,
}: DriftResult): readonly Block[] {
  if (multivariate === undefined) return []
  return [
    ...classifierBlocks(multivariate, summary.drifted === 0),
    ...correlationBlocks(multivariate, most),
    ...sampledNote(multivariate, reference.rows, current.rows),
  ]
}

function classifierBlocks(
  { classifier, unclassified = '' }: Multivariate,
  noColumnDrifted: boolean,
): readonly Block[] {
  if (classifier === undefined)
    return [{ type: 'heading', text: `Multivariate: no classifier, ${unclassified}` }]
  const text = `Multivariate: ${foundInWords(classifier)}`
  if (!classifier.drifted) return [{ type: 'heading', text, tone: 'good' }]
  return [
    { type: 'heading', text, tone: 'bad' },
    { type: 'note', text: inPlainWords(classifier) },
    ...(noColumnDrifted ? [together] : []),
  ]
}

function inPlainWords(classifier: JudgedClassifier): string {
  const chance = `Of a reference row and a current one it picks the current one ${formatPercent(classifier.auc)} of the time (50% is chance).`
  return `${chance} It goes by ${featuresInWords(classifier)}.`
}

const together: Block = {
  type: 'note',
  text: 'No column drifted by itself: it is how they go together, or many small changes at once.',
}

function correlationBlocks({ correlations }: Multivariate, most: number): readonly Block[] {
  const { changed, compared, pairs } = correlations
  const shown = pairs.slice(0, Math.min(changed, most))
  const text = `Correlations: ${correlationsSentence(correlations)}`
  return [
    compared === 0
      ? { type: 'heading', text }
      : { type: 'heading', text, tone: changed > 0 ? 'bad' : 'good' },
    ...(shown.length > 0 ? [{ type: 'table', columns, rows: shown.map(cells) } as const] : []),
    ...(shown.length < changed
      ? [dim(`showing ${formatCount(shown.length)} of ${formatCount(changed)}`)]
      : []),
  ]
}

/** Which rows took part, where these are not all. */
function sampledNote(
  { classifier, sampled }: Multivariate,
  reference: number,
  current: number,
): readonly Block[] {
  const isAll = sampled.reference === reference && sampled.current === current
  const learned = classifier && `the classifier from ${formatCount(classifier.rows)} rows of each window`
  if (isAll)
    return learned && classifier.rows < Math.max(reference, current) ? [dim(`from a sample: ${learned}`)] : []
  const drawn = `${formatCount(sampled.reference)} of ${counted(reference, 'row')} and ${formatCount(sampled.current)} of ${formatCount(current)}`
  return [dim([`from samples: the correlations from ${drawn}`, ...(learned ? [learned] : [])].join(', '))]
}

function dim(text: string): Block {
  return { type: 'note', tone: 'dim', text }
}

function cells(pair: CorrelationPair): readonly Cell[] {
  return [
    { text: pairName(pair), tone: 'strong' },
    { text: formatPValue(pair.adjustedPValue) },
    { text: formatDecimals(pair.reference) },
    { text: formatDecimals(pair.current) },
    { text: changeInWords(pair) },
  ]
}
