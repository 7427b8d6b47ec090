import { degradationChecks } from '../../degradation/checks.ts'
import { rowCount } from '../../degradation/row-count.ts'
import { driftTests } from '../../drift/tests.ts'
import { wholeTests } from '../../multivariate/whole-tests.ts'
import { qualityMetrics } from '../../quality/metrics.ts'
import type { Report } from '../../report/report.ts'

/** `mlreg drift --list-tests`: what each name means, from the same lists that the run uses. */
export function listTests(): Report {
  const tests = driftTests.map(({ name, kinds, definition, hasPValue, figures = [] }) => ({
    name,
    kinds,
    hasPValue,
    figures,
    definition,
  }))
  const checks = [...degradationChecks, rowCount].map(check => ({
    name: check.name,
    rule: 'rule' in check ? (check.rule ?? null) : null,
    definition: check.definition,
  }))
  const metrics = qualityMetrics.map(({ name, task, better, definition }) => ({
    name,
    task,
    better,
    definition,
  }))
  const wholes = wholeTests.map(({ name, rule, definition }) => ({ name, rule, definition }))
  const rows = [
    ...tests.map(({ name, kinds, definition }) => ['test', name, kinds.join(', '), definition]),
    ...checks.map(({ name, rule, definition }) => ['check', name, rule ?? 'a note', definition]),
    ...metrics.map(({ name, task, definition }) => ['metric', name, task, definition]),
    ...wholes.map(({ name, rule, definition }) => ['whole', name, rule, definition]),
  ]
  return {
    data: { schema: 'mlreg.drift-tests/1', tests, checks, metrics, wholes },
    document: [
      ...section('Drift tests', 'compares', rows, 'test'),
      ...section('Degradation checks', 'fires by default', rows, 'check'),
      ...section('Quality metrics', 'task', rows, 'metric'),
      ...section('Windows as wholes (--multivariate)', 'a finding by default', rows, 'whole'),
    ],
    records: { columns: ['table', 'name', 'applies', 'definition'], rows },
    checks: [],
    verdict: 'ok',
  }
}

function section(
  heading: string,
  applies: string,
  rows: readonly (readonly string[])[],
  table: string,
): Report['document'] {
  const cells = rows.filter(([kind]) => kind === table).map(([, ...texts]) => texts.map(text => ({ text })))
  return [
    { type: 'heading', text: heading },
    {
      type: 'table',
      columns: [
        { title: 'name', align: 'left', narrow: 'keep' },
        { title: applies, align: 'left', narrow: 'keep' },
        { title: 'definition', align: 'left', narrow: 'wrap' },
      ],
      rows: cells,
    },
  ]
}
