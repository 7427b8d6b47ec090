import type { Multivariate } from '../../multivariate/compare-wholes.ts'
import type { CorrelationPair } from '../../multivariate/correlation-drift.ts'
import { counted, formatCount, formatDecimals, formatPValue } from '../../report/numbers.ts'
import type { Block, Cell, TableColumn } from '../../report/report.ts'
import { classifierSentence, pairName } from './multivariate-report.ts'

const columns: readonly TableColumn[] = [
  { title: 'pair', align: 'left', narrow: 'shrink' },
  { title: 'verdict', align: 'left', narrow: 'keep' },
  { title: 'p', align: 'right', narrow: 'keep' },
  { title: 'reference', align: 'right', narrow: 'keep' },
  { title: 'current', align: 'right', narrow: 'keep' },
]

/** What people see of the windows as wholes: one line for the classifier, a table of the pairs that changed. */
export function multivariateBlocks(
  { classifier, correlations, sampled }: Multivariate,
  rows: { readonly reference: number; readonly current: number },
  most: number,
): readonly Block[] {
  const { changed, compared, pairs } = correlations
  const shown = pairs.slice(0, Math.min(changed, most))
  const note = (text: string): Block => ({ type: 'note', tone: 'dim', text })
  const isAll = sampled.reference === rows.reference && sampled.current === rows.current
  const drawn = `${formatCount(sampled.reference)} of ${counted(rows.reference, 'row')} and ${formatCount(sampled.current)} of ${formatCount(rows.current)}`
  const learned = classifier ? `, the classifier from ${formatCount(classifier.rows)} each` : ''
  return [
    classifier
      ? {
          type: 'heading',
          text: `Windows as wholes: ${classifierSentence(classifier)}`,
          tone: classifier.drifted ? 'bad' : 'good',
        }
      : { type: 'heading', text: 'Windows as wholes: no classifier' },
    {
      type: 'heading',
      text: `Correlations: ${formatCount(changed)} of ${counted(compared, 'pair')} changed`,
      tone: changed > 0 ? 'bad' : 'good',
    },
    ...(shown.length > 0 ? [{ type: 'table', columns, rows: shown.map(cells) } as const] : []),
    ...(shown.length < changed
      ? [note(`showing ${formatCount(shown.length)} of ${formatCount(changed)}`)]
      : []),
    ...(isAll ? [] : [note(`from samples: ${drawn}${learned}`)]),
  ]
}

function cells(pair: CorrelationPair): readonly Cell[] {
  return [
    { text: pairName(pair), tone: 'strong' },
    { text: 'drifted', tone: 'bad' },
    { text: formatPValue(pair.adjustedPValue) },
    { text: formatDecimals(pair.reference) },
    { text: formatDecimals(pair.current) },
  ]
}
