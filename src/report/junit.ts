import { escapeText } from '../terminal/escape.ts'
import type { Check, Report } from './report.ts'

/** JUnit XML as Jenkins and GitLab read it: one suite a group, one case a check, well-formed whatever the names hold. */
export function renderJunit(report: Report): string {
  const groups = [...new Set(report.checks.map(check => check.group))]
  const suites = groups.map(group =>
    suite(
      group,
      report.checks.filter(check => check.group === group),
    ),
  )
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n',
    `<testsuites name="mlreg" ${totals(report.checks)}>\n`,
    ...suites,
    '</testsuites>\n',
  ].join('')
}

function suite(group: string, checks: readonly Check[]): string {
  const cases = checks.map(testCase).join('')
  return `  <testsuite name="${escapeXml(group)}" ${totals(checks)}>\n${cases}  </testsuite>\n`
}

function totals(checks: readonly Check[]): string {
  const count = (outcome: Check['outcome']) => checks.filter(check => check.outcome === outcome).length
  return `tests="${checks.length}" failures="${count('failed')}" errors="${count('error')}" skipped="${count('skipped')}"`
}

function testCase(check: Check): string {
  const opening = `    <testcase classname="${escapeXml(`mlreg.${check.group}`)}" name="${escapeXml(check.name)}"`
  if (check.outcome === 'passed') return `${opening}/>\n`
  return `${opening}>\n      ${outcome(check)}\n    </testcase>\n`
}

function outcome({ outcome, group, title, message }: Check): string {
  if (outcome === 'skipped') return `<skipped message="${escapeXml(message)}"/>`
  const attributes = `message="${escapeXml(title)}" type="${escapeXml(group)}"`
  const element = outcome === 'error' ? 'error' : 'failure'
  return `<${element} ${attributes}>${escapeXml(message)}</${element}>`
}

/** XML 1.0 cannot hold control characters even as references, so they are shown as `\u0001`. */
function escapeXml(text: string): string {
  return escapeText(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
