import { InvalidArgumentError } from 'commander'
import { MlregError } from '../../errors.ts'
import type { Pair } from '../../store/params.ts'

/** Parses `key=value`, cut at the first equals sign, of a flag that may be given several times. */
export function pairs(text: string, previous: readonly Pair[] | undefined): Pair[] {
  const pair = split(text)
  if (pair === undefined) throw new InvalidArgumentError('It must be key=value.')
  return [...(previous ?? []), pair]
}

/** The same for operands. */
export function operandPairs(texts: readonly string[]): Pair[] {
  return texts.map((text, i) => {
    const pair = split(text)
    if (pair !== undefined) return pair
    const next = texts[i + 1]
    throw new MlregError('usage', `"${text}" is not key=value`, {
      ...(next === undefined || next.includes('=') ? {} : { hint: `write ${text}=${next}` }),
    })
  })
}

function split(text: string): Pair | undefined {
  const at = text.indexOf('=')
  return at < 1 ? undefined : [text.slice(0, at), text.slice(at + 1)]
}

/** Refuses a list that says two things of one key. */
export function refuseTwice(kind: string, list: readonly Pair[]): void {
  const values = new Map<string, string>()
  for (const [key, value] of list) {
    const before = values.get(key)
    if (before !== undefined && before !== value) {
      throw new MlregError('conflict', `${kind} "${key}" is given as "${before}" and as "${value}"`)
    }
    values.set(key, value)
  }
}
