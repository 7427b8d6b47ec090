import { totalmem } from 'node:os'
import { MlregError } from '../errors.ts'

const units: Readonly<Record<string, number>> = { '': 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30, T: 2 ** 40 }
const smallest = 64 * 2 ** 20

/** The engine's memory in bytes: what `--memory` says (`512MB`, `2GB`), else half of what the machine or container has. */
export function memoryLimit(option?: string): number {
  if (option === undefined) return Math.max(smallest, Math.floor(available() / 2))
  const [, amount, unit] = /^(\d+(?:\.\d+)?)\s*([KMGT]?)(?:i?B)?$/i.exec(option.trim()) ?? []
  const bytes = Number(amount) * (units[unit?.toUpperCase() ?? ''] ?? 1)
  if (!Number.isFinite(bytes) || bytes < smallest) {
    throw new MlregError('usage', `--memory ${option} is not a size of at least 64MB`, {
      hint: 'write it like 512MB or 2GB',
    })
  }
  return Math.floor(bytes)
}

/** Outside a container the constraint is 0 or larger than any machine. */
function available(): number {
  const constrained = process.constrainedMemory?.() ?? 0
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem()
}
