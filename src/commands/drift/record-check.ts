import { basename } from 'node:path'
import { MlregError } from '../../errors.ts'
import type { RegistryEvent } from '../../hooks/registry-event.ts'
import { type CheckSummary, insertCheck } from '../../registry/checks.ts'
import { type Version, versionWithRow } from '../../registry/versions.ts'
import { recordEvent } from '../../store/events.ts'
import type { Store } from '../../store/store.ts'
import { versionEvent } from '../tracking/version-event.ts'
import type { DriftResult } from './drift-result.ts'

/** What a check shares with the record of the run. */
export interface Recorded {
  readonly run: string
  /** The digest of the report. */
  readonly report: string | null
  readonly actor: string
  readonly timeMs: number
}

const topColumns = 5

/**
 * Attaches a result to the version whose baseline was the reference, whatever came out, and gives what hooks are told of
 * it; without a version it does nothing. Inside the transaction that records the run. Throws `conflict` for a version that was deleted meanwhile.
 */
export function recordCheck(
  store: Store,
  result: DriftResult,
  recorded: Recorded,
): RegistryEvent | undefined {
  const { reference } = result.versions
  if (reference === undefined) return undefined
  const { run, report, actor, timeMs } = recorded
  const version = versionWithRow(store, reference.row)
  if (version === undefined) {
    throw new MlregError('conflict', `${reference.name}/${reference.version} was deleted meanwhile`)
  }
  const { verdict } = result
  const summary = summaryOfCheck(result, reference)
  insertCheck(store, version, { timeMs, actor, runId: run, verdict, summary, report })
  const { exit, compared, drifted, share, degraded, data, baseline, top } = summary
  recordEvent(store, {
    ...{ timeMs, actor, action: 'model.check', kind: 'model', subject: version.name },
    details: {
      ...{ version: version.version, verdict, exit, compared, drifted, share, degraded },
      ...{ data, baseline, run, report, columns: top.map(({ column }) => column) },
    },
  })
  const check = { verdict, ...summary, run, report }
  return versionEvent('check', version, { actor, timeMs, check, store: store.directory })
}

/** The result in figures that a list can show and a gate can ask for. */
function summaryOfCheck(
  { summary, rows, exit, policy, current, digests }: DriftResult,
  { baseline }: Version,
): CheckSummary {
  const { columns, compared, drifted, share, degraded, notCompared } = summary
  const name = current.source === '-' ? 'standard input' : basename(current.source)
  const found = rows.filter(({ verdict }) => verdict === 'drifted')
  return {
    ...{ exit, policy: policy.name, columns, compared, drifted, share, degraded, notCompared },
    data: { name, digest: digests?.[1]?.replace(/^sha256:/, '') ?? null, rows: current.rows },
    baseline: String(baseline),
    top: found.slice(0, topColumns).map(({ column, severity, decidedBy, tests }) => {
      const statistic = decidedBy && tests[decidedBy.test]?.result.statistic
      return {
        column: column.name,
        severity,
        test: decidedBy?.test ?? null,
        statistic: statistic !== undefined && Number.isFinite(statistic) ? statistic : null,
      }
    }),
  }
}
