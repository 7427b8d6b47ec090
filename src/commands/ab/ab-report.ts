import type { Check, Records, Report } from '../../report/report.ts'
import { abDocument } from './ab-document.ts'
import type { AbResult } from './ab-result.ts'
import { abView } from './ab-view.ts'
import { reasonOf } from './reason-of.ts'

/** The result in every form that formats draw from. */
export function abReport(result: AbResult): Report {
  return {
    data: abDocument(result),
    document: abView(result),
    records: records(result),
    checks: checks(result),
    verdict: result.decision.verdict,
  }
}

/** A test that has to go on fails as one that is lost does: B is not to be promoted. */
function checks(result: AbResult): readonly Check[] {
  const { metric, decision } = result
  return [
    {
      group: 'ab',
      name: metric.name,
      outcome: decision.verdict === 'promote' ? 'passed' : 'failed',
      title: `ab: ${decision.verdict}`,
      message: reasonOf(result),
    },
  ]
}

/** One row for one test, so that the answers of many can be put below each other. */
function records(result: AbResult): Records {
  const { verdict, metric, a, b, difference, lift, relativeLift, interval, test, power, latency } =
    abDocument(result)
  const row = {
    verdict,
    metric: metric.name,
    ...{ rows_a: a.outcomes, rows_b: b.outcomes, value_a: a.value, value_b: b.value },
    ...{ difference, lift, relative_lift: relativeLift, low: interval.low, high: interval.high },
    ...{ test: test.name, p: test.pValue, detectable_lift: power.detectableLift },
    ...{ rows_needed_a: power.rowsNeeded?.a ?? null, rows_needed_b: power.rowsNeeded?.b ?? null },
    p95_increase: latency?.increase ?? null,
  }
  return { columns: Object.keys(row), rows: [Object.values(row)] }
}
