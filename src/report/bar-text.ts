import type { Canvas } from './canvas.ts'
import type { Bar, Tone } from './report.ts'

/** Longer bars tell no more, and shorter ones hide what there is to see. */
export const longestBar = 48
export const shortestBar = 14

// The upper half is the reference and the lower one the current window, so that form tells them apart where colour does not.
const [both, lost, gained] = ['█', '▀', '▄']

/** Both bars in one line of at most so many cells: what they share, then what either has alone. Nothing is shorter than a cell. */
export function barText({ reference, current }: Bar, width: number): string {
  const cells = (share: number) => (share > 0 ? Math.max(1, Math.round(Math.min(1, share) * width)) : 0)
  const [before, after] = [cells(reference), cells(current)]
  const shared = Math.min(before, after)
  return both.repeat(shared) + (before > after ? lost : gained).repeat(Math.max(before, after) - shared)
}

/** The shared part stands back, so that what was lost or gained is seen; both do where the bin did not move. */
export function paintBar(text: string, bar: Bar, tone: Tone | undefined, { safe, paint }: Canvas): string {
  if (tone === 'dim') return paint(text, 'dim')
  const shared = text.length - text.replaceAll(safe(both), '').length
  const rest = text.slice(shared)
  return (
    paint(text.slice(0, shared), 'dim') +
    (rest === '' ? '' : paint(rest, bar.reference > bar.current ? 'warn' : 'bad'))
  )
}
