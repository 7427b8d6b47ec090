import { MlregError } from '../errors.ts'

const longestName = 250
const longestAlias = 255

/** Refuses a name that a reference such as `churn/7` or `churn@champion` could not say, or that could lead elsewhere. */
export function checkModelName(name: string): void {
  const fault = faultOfName(name)
  if (fault !== undefined) throw new MlregError('bad-input', `"${name}" cannot name a model: ${fault}`)
}

function faultOfName(name: string): string | undefined {
  if (name.trim() === '') return 'it is empty'
  if (name.trim() !== name) return 'it begins or ends with a space'
  if (name.length > longestName) return `it is longer than ${longestName} characters`
  if (name === '.' || name === '..') return 'it would be a directory'
  if (/[/:@\\]/.test(name)) return '/ : @ and \\ have a meaning of their own'
  if (/\p{Cc}/u.test(name)) return 'it has control characters'
  if (/[\p{Cs}\ufffd]/u.test(name)) return 'it is not valid Unicode'
  return undefined
}

/** Refuses an alias that could be mistaken for a version, and what MLflow would refuse. */
export function checkAlias(alias: string): void {
  const fault = faultOfAlias(alias)
  if (fault !== undefined) throw new MlregError('bad-input', `"${alias}" cannot be an alias: ${fault}`)
}

function faultOfAlias(alias: string): string | undefined {
  if (alias === '') return 'it is empty'
  if (alias.length > longestAlias) return `it is longer than ${longestAlias} characters`
  if (!/^[\p{L}\p{N}_-]+$/u.test(alias)) return 'letters, digits, _ and - are allowed'
  if (/^latest$/i.test(alias)) return 'it always means the newest version'
  if (/^v\d+$/i.test(alias)) return 'it looks like a version'
  return undefined
}
