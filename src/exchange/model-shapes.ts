import { checkAlias, checkModelName } from '../registry/model-name.ts'
import { digestOfFiles } from '../registry/version-files.ts'
import { nameClashes } from '../store/name-clash.ts'
import type { VersionRecord } from './model-records.ts'
import {
  artifactPath,
  type Check,
  count,
  Fault,
  file,
  id,
  isObject,
  listOf,
  maybe,
  name,
  oneOf,
  pairOf,
  type Shape,
  sha256,
  shallow,
  shaped,
  text,
  time,
} from './shape-checks.ts'

const modelName: Check = value => {
  if (typeof value !== 'string') return false
  checkModelName(value)
  return true
}
const alias: Check = value => {
  if (typeof value !== 'string') return false
  checkAlias(value)
  return true
}
const numberOfVersion: Check = value => count(value) && (value as number) >= 1
const optional =
  (check: Check): Check =>
  value =>
    value === undefined || check(value)

export const modelShape: Shape = {
  name: modelName,
  description: text,
  lastVersion: count,
  createdMs: time,
  updatedMs: time,
  tags: listOf(pairOf('tag')),
}

const signature = shaped({ inputs: () => true, outputs: () => true, params: () => true })

const driftTerms = shaped({
  rules: optional(listOf(text)),
  weights: optional(value => isObject(value) && Object.values(value).every(isWeight)),
  prediction: optional(name),
  target: optional(name),
  score: optional(name),
  task: optional(oneOf(['classification', 'regression'])),
  positive: optional(name),
})

function isWeight(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0
}

const checkSummary: Check = value => {
  if (!shallow(value)) return false
  return shaped({
    ...{ exit: count, policy: name, columns: count, compared: count, drifted: count },
    ...{ share: isWeight, degraded: count, notCompared: count, baseline: sha256 },
    data: shaped({ name, digest: maybe(name), rows: count }),
    top: listOf(shaped({ column: name, severity: name, test: maybe(name), statistic: maybe(isStatistic) })),
  })(value)
}

function isStatistic(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value)
}

export const versionShape: Shape = {
  model: modelName,
  version: numberOfVersion,
  stage: value => name(value) && (value as string).trim() !== '',
  stagedMs: time,
  runId: maybe(id),
  source: text,
  root: value => artifactPath(value) && !(value as string).includes('/'),
  digest: sha256,
  description: text,
  mlmodel: maybe(
    value => shallow(value) && shaped({ flavors: listOf(text), signature: maybe(signature) })(value),
  ),
  baseline: maybe(sha256),
  baselineData: maybe(shaped({ name, digest: maybe(name), rows: maybe(count) })),
  drift: maybe(driftTerms),
  card: maybe(sha256),
  createdMs: time,
  user: name,
  tags: listOf(pairOf('tag')),
  aliases: listOf(alias),
  files: listOf(file),
  checks: listOf(
    shaped({
      ...{ timeMs: time, actor: name, runId: maybe(id), verdict: name },
      ...{ summary: checkSummary, report: maybe(sha256) },
    }),
  ),
}

/** Whether a version's files can be its files, and are those that its digest says. */
export function checkVersionRecord({ root, files, digest }: VersionRecord): void {
  const clashWith = nameClashes()
  for (const { path } of files) {
    if (path !== root && !path.startsWith(`${root}/`))
      throw new Fault(`has a file "${path}" outside of "${root}"`)
    if (clashWith(path) !== undefined) throw new Fault(`has two files that are "${path}"`)
  }
  if (files.length === 0) throw new Fault('has no file')
  if (digestOfFiles(files, root) !== digest) throw new Fault('has files that are not what its digest says')
}
