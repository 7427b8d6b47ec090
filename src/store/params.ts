import { MlregError } from '../errors.ts'
import { checkKey } from './key.ts'
import type { Run } from './runs.ts'
import type { Store } from './store.ts'

export type Pair = readonly [key: string, value: string]

const longestValue = 1_000_000

/** Records params, which are written once: the same value again is no change, another one is a conflict. */
export function insertParams({ database }: Store, run: Run, params: readonly Pair[]): void {
  const insert = database.prepare(
    'INSERT INTO params (run, key, value) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  )
  const recorded = database
    .prepare<[number, string], string>('SELECT value FROM params WHERE run = ? AND key = ?')
    .pluck()
  for (const [key, value] of params) {
    checkKey('param', key)
    checkLength('param', key, value)
    if (insert.run(run.row, key, value).changes > 0) continue
    const before = recorded.get(run.row, key)
    if (before !== value) throw changed(run, key, String(before), value)
  }
}

export function checkLength(kind: 'param' | 'tag', key: string, value: string): void {
  if (value.length <= longestValue) return
  throw new MlregError('bad-input', `the value of the ${kind} "${key}" has ${value.length} characters`, {
    hint: `keep what is longer than ${longestValue} as a file: mlreg log artifact`,
  })
}

function changed(run: Run, key: string, before: string, value: string): MlregError {
  const shown = (text: string) => (text.length > 100 ? `${text.slice(0, 100)}…` : text)
  return new MlregError(
    'conflict',
    `param "${key}" of run ${run.id} is "${shown(before)}" and cannot become "${shown(value)}"`,
    { hint: 'params are written once; log it under another name, or in a new run' },
  )
}
