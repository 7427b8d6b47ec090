import { counted } from '../../report/numbers.ts'
import type { Block } from '../../report/report.ts'
import { escapeText } from '../../terminal/escape.ts'
import { shellWord } from '../shell-words.ts'
import type { ExplainedResult } from './explain-result.ts'
import type { ShownBins } from './explained-bins.ts'

/** Bins whose rows a reader is told how to select: those that moved most, beyond chance. */
const most = 3

/** What to add to a command to see the rows of a bin; of one that is gone, those of the reference. */
export function filterBlocks({ alpha, filtersOf }: ExplainedResult, { bins }: ShownBins): readonly Block[] {
  const moved = bins
    .filter(({ adjustedPValue }) => adjustedPValue < alpha)
    .toSorted((a, b) => b.contribution - a.contribution)
  const rows = moved
    .slice(0, most)
    .flatMap(({ bin, rows, referenceRows, currentRows }): [string, string][] => {
      const side = currentRows > 0 ? 'current' : 'reference'
      const rowsIn =
        side === 'current'
          ? `${counted(currentRows, 'row')} of the current window`
          : `${counted(referenceRows, 'row')} of the reference`
      const filter = filtersOf(rows)[side]
      return filter !== null && canBePasted(filter)
        ? [[`the ${rowsIn} in the bin ${bin}`, `--${side}-where ${shellWord(filter)}`]]
        : []
    })
  return rows.length === 0 ? [] : [{ type: 'code', rows }]
}

const longest = 1000

/** What a terminal would not show as it is, or not at a glance, is in --json. */
function canBePasted(filter: string): boolean {
  return filter.length <= longest && escapeText(filter.replaceAll('\n', ' ')) === filter.replaceAll('\n', ' ')
}
