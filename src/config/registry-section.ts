import { MlregError } from '../errors.ts'
import { nearest } from '../nearest.ts'
import { defaultStages, type RegistrySection, type StagePolicy } from './registry-policy.ts'
import { isTable } from './setting-texts.ts'

type StageKey = Exclude<keyof StagePolicy, 'name' | 'rulesFrom'>

const checks: Readonly<Record<StageKey, (value: unknown) => boolean>> = {
  from: isStrings,
  exclusive: value => typeof value === 'boolean',
  approvals: isCount,
  protected: value => typeof value === 'boolean',
  rules: isStrings,
  card: value => typeof value === 'boolean',
}

const kinds: Readonly<Record<StageKey, string>> = {
  from: 'a list of stages',
  exclusive: 'true or false',
  approvals: 'a whole number',
  protected: 'true or false',
  rules: 'a list of strings',
  card: 'true or false',
}

/** Reads the table `[registry]`: what is misspelt would silently loosen a gate, so it is an error. */
export function parseRegistry(value: unknown, path: string): RegistrySection {
  const table = tableOf(value, 'registry', path)
  refuseUnknown(table, ['stages', 'stage', 'model'], 'registry', path)
  const { stages } = table
  if (
    stages !== undefined &&
    !(isStrings(stages) && stages.length > 0 && new Set(stages).size === stages.length)
  ) {
    throw new MlregError('config', `${path}: registry.stages has to be a list of different stages`)
  }
  const names = (stages as string[] | undefined) ?? defaultStages
  refuseStrange(names, path)
  const models = Object.entries(tableOf(table.model, 'registry.model', path)).map(([name, entry]) => {
    const place = `registry.model.${name}`
    const own = tableOf(entry, place, path)
    refuseUnknown(own, ['stage'], place, path)
    return [name, { stage: parseStages(own.stage, names, `${place}.stage`, path) }]
  })
  return {
    ...(stages === undefined ? {} : { stages: names }),
    stage: parseStages(table.stage, names, 'registry.stage', path),
    model: Object.fromEntries(models),
  }
}

/** Refuses names that a reference such as `churn/Production`, which knows no case, could not say. */
function refuseStrange(names: readonly string[], path: string): void {
  const seen = new Map<string, string>()
  for (const name of names) {
    const fault = faultOfStage(name, seen.get(name.toLowerCase()))
    if (fault !== undefined) throw new MlregError('config', `${path}: registry.stages: "${name}" ${fault}`)
    seen.set(name.toLowerCase(), name)
  }
}

function faultOfStage(name: string, like: string | undefined): string | undefined {
  if (like !== undefined) return `differs from "${like}" only in case, which nobody has to write`
  if (name.trim() === '' || name.trim() !== name) return 'is empty, or begins or ends with a space'
  if (/[/@\\]|\p{Cc}/u.test(name)) return 'has a / @ \\ or a control character, which no reference could say'
  if (/^\d+$|^latest$/i.test(name)) return 'means a version by its number, or the newest one'
  return undefined
}

function parseStages(value: unknown, names: readonly string[], place: string, path: string) {
  const stages = tableOf(value, place, path)
  refuseUnknown(stages, names, place, path)
  for (const [stage, entry] of Object.entries(stages)) {
    const rules = tableOf(entry, `${place}.${stage}`, path)
    const known = Object.keys(checks) as StageKey[]
    refuseUnknown(rules, known, `${place}.${stage}`, path)
    for (const name of known) {
      if (rules[name] === undefined || checks[name](rules[name])) continue
      throw new MlregError('config', `${path}: ${place}.${stage}.${name} has to be ${kinds[name]}`)
    }
    const strange = (rules.from as string[] | undefined)?.find(from => !names.includes(from))
    if (strange !== undefined) {
      throw new MlregError(
        'config',
        `${path}: ${place}.${stage}.from names "${strange}", which is no stage`,
        {
          hint: `there are ${names.join(', ')}`,
        },
      )
    }
    if (rules.approvals !== undefined) rules.approvals = Number(rules.approvals)
    if (rules.rules !== undefined) rules.rulesFrom = `${path}: ${place}.${stage}.rules`
  }
  return stages as Record<string, Partial<StagePolicy>>
}

function tableOf(value: unknown, place: string, path: string): Record<string, unknown> {
  if (value === undefined) return {}
  if (isTable(value)) return value
  throw new MlregError('config', `${path}: ${place} has to be a table`)
}

function refuseUnknown(
  table: Record<string, unknown>,
  known: readonly string[],
  place: string,
  path: string,
): void {
  const strange = Object.keys(table).find(name => !known.includes(name))
  if (strange === undefined) return
  const near = nearest(strange, known)
  throw new MlregError('config', `${path}: unknown key "${strange}" in [${place}]`, {
    hint: near === undefined ? `known are ${known.join(', ')}` : `did you mean "${near}"?`,
  })
}

/** A number of people: `""` and `[]`, which are 0 to JavaScript, would silently loosen a gate. */
function isCount(value: unknown): boolean {
  const isNumber = typeof value === 'number' || typeof value === 'bigint'
  return isNumber && Number.isSafeInteger(Number(value)) && Number(value) >= 0
}

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every(entry => typeof entry === 'string')
}
