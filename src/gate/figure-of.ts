import { nearest } from '../nearest.ts'
import { checkFigure } from './check-figure.ts'
import type { Evidence } from './evidence.ts'
import type { Figure } from './figure.ts'
import type { Subject } from './rule.ts'

/** Texts of params and tags stay texts. */
export function figureOf(evidence: Evidence, { kind, key }: Subject, nowMs: number): Figure {
  if (kind === 'metric') return metricOf(evidence, key)
  if (kind === 'param') return paramOf(evidence, key)
  if (kind === 'tag') return tagOf(evidence, key)
  if (kind === 'drift') return checkFigure(evidence.check, key, evidence.name, nowMs)
  if (kind === 'approvals') return approvalsOf(evidence)
  return { value: key === 'files' ? evidence.files : evidence.version.bytes }
}

function metricOf(evidence: Evidence, key: string): Figure {
  const { run, metrics } = evidence
  if (run === undefined) return withoutRun(evidence, 'metrics')
  const value = metrics.get(key)
  if (value === undefined) {
    const what = `the run of ${evidence.name} has no metric "${key}"`
    return { missing: what, hint: hintFor(key, metrics, `mlreg log metric ${key}=… --run ${run.id}`) }
  }
  if (!Number.isNaN(value)) return { value }
  return { missing: `${key} of ${evidence.name} is NaN`, hint: 'NaN is neither above nor below any number' }
}

function paramOf(evidence: Evidence, key: string): Figure {
  const { run, params } = evidence
  if (run === undefined) return withoutRun(evidence, 'params')
  const value = params.get(key)
  if (value !== undefined) return { value }
  const hint = hintFor(key, params, `mlreg log param ${key}=… --run ${run.id}`)
  return { missing: `the run of ${evidence.name} has no param "${key}"`, hint }
}

function tagOf({ name, tags, run }: Evidence, key: string): Figure {
  const value = tags.get(key)
  if (value !== undefined) return { value }
  const way =
    run === undefined ? 'a version gets tags when it is registered' : `mlreg log tag ${key}=… --run ${run.id}`
  return { missing: `${name} has no tag "${key}"`, hint: hintFor(key, tags, way) }
}

/** Somebody's no outweighs every yes. */
function approvalsOf({ approvals, name }: Evidence): Figure {
  if (approvals === undefined) {
    return { missing: `${name} is approved for a stage, and none was named`, hint: 'name it with --to' }
  }
  return { value: approvals.rejected.length > 0 ? 0 : approvals.approved.length }
}

function withoutRun({ name, version }: Evidence, what: string): Figure {
  if (version.runId !== null) return { missing: `the run of ${name}, ${version.runId}, is not in this store` }
  return {
    missing: `${name} comes from no run, and has no ${what}`,
    hint: `register it from the run that made it: mlreg register ${version.name} --run RUN`,
  }
}

function hintFor(key: string, known: ReadonlyMap<string, unknown>, otherwise: string): string {
  const near = nearest(key, [...known.keys()])
  return near === undefined
    ? otherwise
    : `did you mean ${/^[\p{L}\p{N}_.-]+$/u.test(near) ? near : `"${near}"`}?`
}
