import type { Check } from '../../registry/checks.ts'
import { counted, formatCount } from '../../report/numbers.ts'
import { isoTime } from '../tracking/run-document.ts'
import { timeText } from '../tracking/run-texts.ts'

/** A check of a version in `mlreg models show --json`. */
export function checkJson({
  timeMs,
  actor,
  runId,
  verdict,
  summary,
  report,
}: Check): Record<string, unknown> {
  return { time: isoTime(timeMs), by: actor, verdict, run: runId, ...summary, report }
}

/** `drift, 2026-05-01 12:00:00: week.csv, 1 of 3 columns (age)`. */
export function checkText(check: Check): string {
  return `${check.verdict.replaceAll(',', ', ')}, ${timeText(check.timeMs)}: ${check.summary.data.name}, ${foundText(check)}`
}

/** What was found, in a few words. */
export function foundText({ summary }: Check): string {
  const { drifted, compared, degraded, top } = summary
  const names = top.map(({ column }) => column).join(', ')
  const more = drifted > top.length ? ', …' : ''
  const columns = `${formatCount(drifted)} of ${counted(compared, 'column')}`
  const found = drifted === 0 || names === '' ? columns : `${columns} (${names}${more})`
  return degraded === 0 ? found : `${found}, ${counted(degraded, 'degradation')}`
}
