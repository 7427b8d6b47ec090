import { MlregError } from '../errors.ts'
import { nearest } from '../nearest.ts'
import type { Store } from '../store/store.ts'
import { aliasesOf, unknownAlias } from './aliases.ts'
import { activeModels, type Model, modelSpelled } from './models.ts'
import { isNumberTaken, type Version, versionNumbered, versionsOf } from './versions.ts'

const scheme = 'models:/'

/**
 * The version a person means: `churn/7`, `churn/Production` (a stage in any case: the highest version in it),
 * `churn/latest`, `churn@champion`, each also after `models:/`. Nothing is decoded: `a%20b` is a name.
 */
export function resolveVersion(store: Store, text: string): Version {
  const { version, path } = resolveVersionPath(store, text)
  if (path === '') return version
  throw new MlregError('usage', `"${text}" names a file of a version, and a version is asked for`)
}

/** The same, with the rest of the reference: a path below the version's files, without slashes at its ends. */
export function resolveVersionPath(store: Store, text: string): { version: Version; path: string } {
  const [first = '', ...rest] = withoutScheme(text).split('/')
  const model = modelSpelled(store, first)
  if (isActive(model)) {
    const [selector, ...path] = rest
    if (!selector) throw withoutVersion(store, text, model)
    return { version: select(store, model, selector), path: trimmed(path) }
  }
  const at = first.lastIndexOf('@')
  if (at < 1) throw unknownModel(store, text, first)
  const named = modelSpelled(store, first.slice(0, at))
  if (!isActive(named)) throw unknownModel(store, text, first.slice(0, at))
  return { version: aliased(store, named, first.slice(at + 1)), path: trimmed(rest) }
}

/** The model of a name, with or without `models:/`. */
export function resolveModel(store: Store, text: string): Model {
  const name = withoutScheme(text)
  const model = modelSpelled(store, name)
  if (isActive(model)) return model
  throw unknownModel(store, text, name)
}

/** Whether a reference names a model as a whole, and not one of its versions. */
export function namesModel(store: Store, text: string): boolean {
  const name = withoutScheme(text)
  return isActive(modelSpelled(store, name)) || !/[/@]/.test(name)
}

/** Whether a reference is one to a model's version or files, for places where something else may be named too. */
export function isModelUri(text: string): boolean {
  return text.startsWith(scheme)
}

function isActive(model: Model | undefined): model is Model {
  return model?.lifecycle === 'active'
}

function withoutScheme(text: string): string {
  return text.startsWith(scheme) ? text.slice(scheme.length).replace(/^\/+/, '') : text
}

function trimmed(parts: readonly string[]): string {
  return parts.join('/').replace(/\/+$/, '')
}

/** A number, `latest` or a stage. */
function select(store: Store, model: Model, selector: string): Version {
  if (/^\d+$/.test(selector)) {
    const version = versionNumbered(store, model, Number(selector))
    if (version !== undefined) return version
    throw unknownVersion(store, model, Number(selector))
  }
  const versions = versionsOf(store, model)
  const found = /^latest$/i.test(selector)
    ? versions[0]
    : versions.find(({ stage }) => stage.toLowerCase() === selector.toLowerCase())
  if (found !== undefined) return found
  if (versions.length === 0) throw new MlregError('not-found', `model "${model.name}" has no version`)
  throw new MlregError('not-found', `no version of "${model.name}" is in the stage "${selector}"`, {
    hint: `in use are ${inUse(store, model, versions)}`,
  })
}

function inUse(store: Store, model: Model, versions: readonly Version[]): string {
  const stages = [...new Set(versions.map(({ stage }) => stage))].map(stage => `${model.name}/${stage}`)
  const aliases = aliasesOf(store, model).map(({ alias }) => `${model.name}@${alias}`)
  return [...stages, ...aliases].join(', ')
}

function aliased(store: Store, model: Model, alias: string): Version {
  if (/^latest$/i.test(alias)) return select(store, model, 'latest')
  const all = aliasesOf(store, model)
  const found = all.find(one => one.alias === alias)
  if (found !== undefined) return versionNumbered(store, model, found.version) as Version
  throw unknownAlias(model, alias, all, `; set one: mlreg alias ${model.name}@${alias} ${model.name}/VERSION`)
}

function unknownVersion(store: Store, model: Model, number: number): MlregError {
  const was = isNumberTaken(store, model, number)
  const isElsewhere = !was && number >= 1 && number <= model.lastVersion
  const [newest] = versionsOf(store, model)
  const message = was
    ? `version ${number} of "${model.name}" was deleted`
    : isElsewhere
      ? `version ${number} of "${model.name}" was never in this store: it stayed where the model comes from`
      : `model "${model.name}" has no version ${number}`
  return new MlregError('not-found', message, {
    ...(newest === undefined
      ? {}
      : { hint: `the newest is ${newest.version}: mlreg models show ${model.name}` }),
  })
}

function unknownModel(store: Store, text: string, name: string): MlregError {
  const names = activeModels(store).map(model => model.name)
  const near = nearest(name, names)
  const hint = near === undefined ? 'list them: mlreg models' : `did you mean "${near}"?`
  const isId = /^m-[0-9a-f]{32}$/.test(name)
  return new MlregError('not-found', `there is no model "${name || text}"`, {
    hint: isId ? `${name} is the id of a logged model in MLflow; name a registered one` : hint,
  })
}

function withoutVersion(store: Store, text: string, model: Model): MlregError {
  const versions = versionsOf(store, model)
  const [newest] = versions
  if (newest === undefined) return new MlregError('not-found', `model "${model.name}" has no version`)
  const names = `${inUse(store, model, versions)} or by its number: the newest is ${model.name}/${newest.version}`
  return new MlregError('usage', `"${text}" names no version of a model`, { hint: `say which: ${names}` })
}

/** How a version is written where files and runs are named as well: `models:/churn/7` for `churn/7`. */
export function asModelUri(store: Store, text: string): string | undefined {
  if (isModelUri(text) || !/[/@]/.test(text)) return undefined
  try {
    resolveVersionPath(store, text)
    return `${scheme}${text}`
  } catch {
    return undefined
  }
}
