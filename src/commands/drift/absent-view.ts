import { counted, formatNumber, formatPercent } from '../../report/numbers.ts'
import type { Block } from '../../report/report.ts'
import type { AbsentResult } from './explain-result.ts'
import { windowFields } from './explain-view.ts'

/** Of a column that one window lacks: what the other one holds there, and under which name it may be looked for. */
export function absentView(result: AbsentResult): readonly Block[] {
  const { name, kind, absent, reproduce } = result
  const [where, there] =
    absent.from === 'current'
      ? ['the current window', 'the reference']
      : ['the reference', 'the current window']
  const { rows, nulls, distinct, mean } = absent.summary
  const facts = [
    counted(rows, 'row'),
    nulls === 0 ? 'no nulls' : `${formatPercent(nulls / rows)} null`,
    counted(distinct, 'different value'),
    ...(mean === undefined || kind === 'datetime' ? [] : [`mean ${formatNumber(mean)}`]),
  ]
  const near = absent.nearest.join(', ')
  return [
    windowFields(result),
    {
      type: 'heading',
      text: `${name}: absent from ${where}`,
      tone: absent.from === 'current' ? 'bad' : 'warn',
    },
    { type: 'note', text: `In ${there} it is ${kind}: ${facts.join(', ')}.` },
    ...(near === '' ? [] : [{ type: 'note', text: `Was it renamed? Only ${where} has: ${near}.` } as const]),
    { type: 'note', tone: 'dim', text: `reproduce: ${reproduce}` },
  ]
}
