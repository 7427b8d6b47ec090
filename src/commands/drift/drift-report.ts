import type { Report } from '../../report/report.ts'
import { driftChecks } from './drift-checks.ts'
import { driftDocument } from './drift-document.ts'
import { driftRecords } from './drift-records.ts'
import type { DriftResult } from './drift-result.ts'
import { driftView } from './drift-view.ts'

/** The result in every form that formats draw from. */
export function driftReport(result: DriftResult): Report {
  return {
    data: driftDocument(result),
    document: driftView(result),
    records: driftRecords(result),
    checks: driftChecks(result),
    verdict: result.verdict,
  }
}
