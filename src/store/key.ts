import { MlregError } from '../errors.ts'

const longestKey = 250
const allowed = /^[/\p{L}\p{M}\p{N}_.\- :]+$/u

/**
 * Refuses a name that MLflow would refuse for a param, metric or tag: runs have to be able to go there. Such a name
 * could be a path below a directory, and is none that leads out of it.
 */
export function checkKey(kind: 'param' | 'metric' | 'tag', key: string): void {
  const fault = faultOf(key)
  if (fault === undefined) return
  throw new MlregError('bad-input', `"${key}" cannot name a ${kind}: ${fault}`)
}

function faultOf(key: string): string | undefined {
  if (key === '') return 'it is empty'
  if (key.length > longestKey) return `it is longer than ${longestKey} characters`
  if (!allowed.test(key)) return 'letters, digits and _ - . / : and the space are allowed'
  if (key.startsWith('/') || key.split('/').some(part => part === '' || part === '.' || part === '..')) {
    return 'between slashes there has to be a name'
  }
  return undefined
}
