import { InvalidArgumentError } from 'commander'
import type { Arm } from '../../ab/arm.ts'

/** An arm given on the command line. */
export interface CountedArm {
  readonly text: string
  readonly arm: Arm
}

/** Parses `successes/rows` or `mean,sd,rows`, sd being the sample standard deviation. */
export function countedArm(text: string): CountedArm {
  const arm = proportion(text) ?? mean(text)
  if (arm !== undefined) return { text: text.replaceAll(' ', ''), arm }
  throw new InvalidArgumentError(
    'It must be successes/rows such as 4210/50000, or mean,sd,rows such as 12.5,3.2,1000.',
  )
}

function proportion(text: string): Arm | undefined {
  const [, yes, all] = /^\s*(\d+)\s*\/\s*(\d+)\s*$/.exec(text) ?? []
  const [successes, rows] = [Number(yes), Number(all)]
  if (!(rows >= 1 && rows <= Number.MAX_SAFE_INTEGER && successes <= rows)) return undefined
  return { kind: 'proportion', successes, rows }
}

function mean(text: string): Arm | undefined {
  const parts = text.split(',').map(part => (part.trim() === '' ? Number.NaN : Number(part)))
  const [value = Number.NaN, spread = Number.NaN, rows = Number.NaN] = parts
  const isSample = parts.length === 3 && Number.isFinite(value) && spread >= 0 && Number.isFinite(spread)
  if (!isSample || !Number.isSafeInteger(rows) || rows < 2) return undefined
  return { kind: 'estimate', value, spread, rows, dof: rows - 1 }
}
