import type { WindowColumn } from '../../data/window.ts'
import type { Explanation } from '../../drift/explain-column.ts'
import { planColumns } from '../../drift/plan-columns.ts'
import { counted } from '../../report/numbers.ts'
import type { ExplainOptions } from './explain-options.ts'

interface Both {
  readonly reference: WindowColumn
  readonly current: WindowColumn
}

/** Why the answer may not be what it seems: columns that the gate leaves out, values that could not be read. */
export function explainNotes(
  { reference, current }: Both,
  explanation: Explanation,
  isProfile: boolean,
  { type = new Map() }: ExplainOptions,
): readonly string[] {
  const { rows, nulls, distinct } = explanation.reference
  const [planned] = planColumns(
    [reference],
    [current],
    // A profile knows how many values it pooled, which is no reason to leave them out.
    isProfile || reference.kind !== 'categorical'
      ? new Map()
      : new Map([[reference.name, { kind: 'opaque', rows, nulls, distinct }]]),
    { roles: new Map(), settled: new Set(type.keys()), selecting: new Set() },
  )
  const { misfits = 0, examples = [] } = current.changed ?? {}
  return [
    ...(planned?.notCompared ? [`mlreg drift does not compare it: ${planned.notCompared}`] : []),
    ...(explanation.isBinned ? [] : ['only whether there is a value is told apart here']),
    ...(misfits === 0
      ? []
      : [
          `${counted(misfits, 'value')} of the current window ${misfits === 1 ? 'is' : 'are'} not ${reference.kind} and counted as null, e.g. ${examples.join(', ')}`,
        ]),
  ]
}
