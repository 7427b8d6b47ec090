import { readFileSync } from 'node:fs'
import { MlregError } from '../../errors.ts'

/**
 * Reads a JSON object of column name to importance, such as a run's feature_importance.json. Throws `bad-input` for
 * anything but finite numbers of 0 and above with a positive one among them; `source` is what messages call it.
 */
export function readWeights(path: string, source = path): ReadonlyMap<string, number> {
  const entries = Object.entries(parse(path, source))
  for (const [column, weight] of entries) {
    if (typeof weight !== 'number' || !(weight >= 0 && weight < Infinity)) {
      throw new MlregError('bad-input', `${source}: the weight of "${column}" is ${JSON.stringify(weight)}`, {
        hint: 'weights are numbers, 0 or above',
      })
    }
  }
  if (!entries.some(([, weight]) => (weight as number) > 0)) {
    throw new MlregError('bad-input', `${source} gives no column a weight above 0`)
  }
  return new Map(entries as [string, number][])
}

function parse(path: string, source: string): Record<string, unknown> {
  const shape = { hint: 'it must be a JSON object such as {"age": 0.4, "income": 0.1}' }
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (cause) {
    throw new MlregError('not-found', `${source} cannot be read`, { cause })
  }
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>
  } catch (cause) {
    throw new MlregError('bad-input', `${source} is not JSON`, { ...shape, cause })
  }
  throw new MlregError('bad-input', `${source} does not hold weights by column`, shape)
}
