import { escapeText } from '../terminal/escape.ts'
import { formatCount } from './numbers.ts'
import type { Check, Report } from './report.ts'

// GitHub shows ten annotations of a kind for a step and drops the others without a word.
const mostAnnotations = 10

/** Workflow commands that annotate a GitHub Actions run: the worst failures, or one notice when all is well. */
export function renderGithub(report: Report): string {
  const failed = report.checks.filter(({ outcome }) => outcome === 'failed' || outcome === 'error')
  if (failed.length === 0) return annotation('notice', 'mlreg', allIsWell(report))
  const shown = failed.length > mostAnnotations ? failed.slice(0, mostAnnotations - 1) : failed
  const annotations = shown.map(check => annotation('error', check.title, check.message))
  const rest = failed.length - shown.length
  if (rest > 0) annotations.push(annotation('error', 'mlreg', `…and ${formatCount(rest)} more`))
  return annotations.join('')
}

function allIsWell({ verdict, checks }: Report): string {
  const count = (outcome: Check['outcome']) => checks.filter(check => check.outcome === outcome).length
  const counts = [`${formatCount(count('passed'))} checks passed`]
  if (count('skipped') > 0) counts.push(`${formatCount(count('skipped'))} skipped`)
  return `${verdict}: ${counts.join(', ')}`
}

function annotation(level: 'error' | 'notice', title: string, message: string): string {
  return `::${level} title=${escapeProperty(title)}::${escapeData(message)}\n`
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}

/** Line ends are escapes already, as is everything else a log viewer might obey; only % is left. */
function escapeData(text: string): string {
  return escapeText(text).replaceAll('%', '%25')
}
