import { resolve } from 'node:path'
import { verifiedBlob } from '../../artifacts/verified-blob.ts'
import { parseRule, type Rule } from '../../drift/rule.ts'
import { MlregError } from '../../errors.ts'
import type { Io } from '../../io.ts'
import { nearest } from '../../nearest.ts'
import type { DriftTerms } from '../../registry/drift-terms.ts'
import { artifactsOf } from '../../store/artifact-rows.ts'
import type { Run } from '../../store/runs.ts'
import type { Store } from '../../store/store.ts'
import { checkRules } from '../drift/check-rules.ts'
import { readWeights } from '../drift/read-weights.ts'

export interface TermsOptions {
  readonly rule?: readonly Rule[]
  readonly weights?: string
  readonly prediction?: string
  readonly target?: string
  readonly score?: string
  readonly task?: 'classification' | 'regression'
  readonly positive?: string
}

/** What was typed of how data are to be compared with the version; undefined when nothing was. */
export function readTerms(options: TermsOptions, { cwd }: Pick<Io, 'cwd'>): DriftTerms | undefined {
  const { rule, weights, prediction, target, score, task, positive } = options
  if (rule !== undefined) checkRules(rule)
  const terms = {
    ...(rule === undefined ? {} : { rules: rule.map(({ text }) => text) }),
    ...(weights === undefined
      ? {}
      : { weights: Object.fromEntries(readWeights(resolve(cwd, weights), weights)) }),
    ...(prediction === undefined ? {} : { prediction }),
    ...(target === undefined ? {} : { target }),
    ...(score === undefined ? {} : { score }),
    ...(task === undefined ? {} : { task }),
    ...(positive === undefined ? {} : { positive }),
  }
  return Object.keys(terms).length === 0 ? undefined : terms
}

/** Refuses terms that name a column which the baseline, of these columns, does not have. */
export function requireColumns(columns: readonly string[], terms: DriftTerms): void {
  const ruled = (terms.rules ?? []).map(text => parseRule(text).column)
  const named = [terms.prediction, terms.target, terms.score, ...ruled]
  const missing = named.find(name => name !== undefined && !columns.includes(name))
  if (missing === undefined) return
  const near = nearest(missing, columns)
  throw new MlregError('not-found', `the baseline has no column "${missing}"`, {
    hint: near === undefined ? `it has: ${columns.slice(0, 10).join(', ')}` : `did you mean ${near}?`,
  })
}

const importanceName = 'feature_importance.json'

/** What a run tells of how it is to be compared: the importances it stored. A file of that name may be something else. */
export function termsOfRun(
  store: Store,
  run: Run,
): { readonly terms: DriftTerms; readonly warning?: string } {
  const files = artifactsOf(store, run).filter(
    ({ path }) => path === importanceName || path.endsWith(`/${importanceName}`),
  )
  const file =
    files.find(({ path }) => path === importanceName) ?? (files.length === 1 ? files[0] : undefined)
  if (file === undefined) return { terms: {} }
  try {
    const path = verifiedBlob(store.directory, file.digest, file.path)
    return { terms: { weights: Object.fromEntries(readWeights(path, file.path)) } }
  } catch (error) {
    if (!(error instanceof MlregError) || error.code !== 'bad-input') throw error
    return { terms: {}, warning: `no weights are kept with the version: ${error.message}` }
  }
}
