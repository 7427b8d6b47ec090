import { MlregError } from '../errors.ts'
import type { Store } from '../store/store.ts'
import { aliasesOf } from './aliases.ts'
import { approvalsOf } from './approvals.ts'
import { type ModelEvent, modelEvents } from './model-events.ts'
import { type Model, modelNamed } from './models.ts'
import { stateAt } from './stage-history.ts'
import { type Version, versionsOf } from './versions.ts'

/** Something of a model that is not what its events made of it. */
export interface StateProblem {
  readonly kind: 'state'
  /** The model's name. */
  readonly subject: string
  readonly message: string
}

/**
 * Whether models, their versions, stages, aliases and approvals are what the events say: a row that was changed behind
 * mlreg's back leaves a whole chain of events, and would pass a gate. Model by model, by name. What damaged events keep
 * from being told is left to `checkChain`.
 */
export function checkModels(store: Store): StateProblem[] {
  const sql = `SELECT name FROM models UNION SELECT subject FROM events WHERE kind = 'model' ORDER BY 1`
  return store.database
    .prepare<[], string>(sql)
    .pluck()
    .all()
    .flatMap(name =>
      checkModel(store, name).map(message => ({ kind: 'state' as const, subject: name, message })),
    )
}

function checkModel(store: Store, name: string): string[] {
  const events = readable(store, name)
  if (events === undefined) return []
  const model = modelNamed(store, name)
  if (model === undefined) return [`the model ${name} is gone, and its events are here`]
  const versions = model.lifecycle === 'active' ? versionsOf(store, model) : []
  const { stages, aliases } = stateAt(events, Number.POSITIVE_INFINITY)
  const there = new Map(versions.map(version => [version.version, version]))
  const own = byVersion(events)
  const gone = [...stages.keys()].filter(number => !there.has(number))
  return [
    ...gone.map(number => `${name}/${number} is gone, and no event deleted it`),
    ...versions.flatMap(version =>
      checkVersion(store, version, own.get(version.version) ?? [], stages.get(version.version)?.stage),
    ),
    ...checkAliases(store, model, aliases),
    ...checkLast(model, events),
  ]
}

/** What was done, and not refused. */
function byVersion(events: readonly ModelEvent[]): Map<number | null, ModelEvent[]> {
  const own = new Map<number | null, ModelEvent[]>()
  for (const event of events) {
    if (event.refused !== null) continue
    const those = own.get(event.version)
    if (those === undefined) own.set(event.version, [event])
    else those.push(event)
  }
  return own
}

function readable(store: Store, name: string): ModelEvent[] | undefined {
  try {
    return modelEvents(store, name)
  } catch (error) {
    if (error instanceof MlregError && error.code === 'corrupt') return undefined
    throw error
  }
}

function checkVersion(
  store: Store,
  version: Version,
  own: readonly ModelEvent[],
  stage: string | undefined,
): string[] {
  const name = `${version.name}/${version.version}`
  if (stage === undefined) return [`${name} is here, and no event made it`]
  const made = own.findLast(({ action }) => action === 'register' || action === 'import')
  return [
    ...(stage === version.stage
      ? []
      : [`${name} is in ${version.stage}, and its events put it into ${stage}`]),
    ...(made?.more.digest === version.digest
      ? []
      : [`${name} has the digest ${version.digest}, and was made with ${made?.more.digest}`]),
    ...(made?.action !== 'register' || made.actor === version.user
      ? []
      : [`${name} is by ${version.user}, and ${made.actor} registered it`]),
    ...checkApprovals(store, version, own),
  ]
}

function checkApprovals(store: Store, version: Version, own: readonly ModelEvent[]): string[] {
  const decisions: Readonly<Record<string, string>> = { approve: 'approved', reject: 'rejected' }
  const key = (parts: readonly unknown[]) => JSON.stringify(parts)
  const said = own.flatMap(({ action, to, actor, timeMs }) => {
    const decision = decisions[action]
    return decision === undefined ? [] : [key([decision, to, actor, timeMs])]
  })
  const kept = approvalsOf(store, version).map(one => ({
    ...one,
    key: key([one.decision, one.stage, one.actor, one.timeMs]),
  }))
  const name = `${version.name}/${version.version}`
  const added = kept.filter(one => !said.includes(one.key))
  const missing = said.length - (kept.length - added.length)
  return [
    ...added.map(one => `${one.actor} has ${one.decision} ${name} for ${one.stage}, and no event says so`),
    ...(missing > 0 ? [`${name} lacks what ${missing} of its events said for or against it`] : []),
  ]
}

function checkAliases(store: Store, model: Model, said: ReadonlyMap<string, number>): string[] {
  const kept = new Map(aliasesOf(store, model).map(({ alias, version }) => [alias, version]))
  return [...new Set([...kept.keys(), ...said.keys()])].flatMap(alias => {
    const [is, was] = [kept.get(alias), said.get(alias)]
    if (is === was) return []
    const meant = (number: number | undefined) =>
      number === undefined ? 'nothing' : `${model.name}/${number}`
    return [`${model.name}@${alias} stands for ${meant(is)}, and by its events for ${meant(was)}`]
  })
}

/** A number that was given must not be given again. */
function checkLast({ name, lastVersion }: Model, events: readonly ModelEvent[]): string[] {
  const greatest = events.reduce((most, { version }) => Math.max(most, version ?? 0), 0)
  return greatest > lastVersion
    ? [`the next version of ${name} would be ${lastVersion + 1}, and ${greatest} was given before`]
    : []
}
