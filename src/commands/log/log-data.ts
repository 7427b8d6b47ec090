import { statSync } from 'node:fs'
import { basename } from 'node:path'
import { digestOf } from '../../data/digest.ts'
import { openEngine } from '../../data/engine.ts'
import { openWindow } from '../../data/open-window.ts'
import { MlregError } from '../../errors.ts'
import { type DataInput, putDataInput } from '../../store/data-inputs.ts'
import { recordEvent } from '../../store/events.ts'
import { refuseDeleted } from '../../store/log-batch.ts'
import type { Context, Outcome } from '../command.ts'
import { acknowledgement } from '../tracking/acknowledgement.ts'
import { actorOf } from '../tracking/actor.ts'
import { nowMs } from '../tracking/clock.ts'
import { resolveRun, runReference } from '../tracking/resolve-run.ts'
import { writingStore } from '../tracking/with-store.ts'
import type { LogOptions } from './log-values.ts'

interface DataOptions extends LogOptions {
  readonly context: string
  readonly name?: string
  readonly cutoff?: string
}

/** Looks at the data first, which takes as long as it takes, and then records what was seen. */
export async function logData(context: Context<DataOptions, readonly [file: string]>): Promise<Outcome> {
  const { io, options, operands } = context
  const reference = runReference(io, options.run)
  const input = await describe(operands[0], options)
  const actor = await actorOf(io, options.as)
  const timeMs = nowMs(io)
  return await writingStore(context, store =>
    store.write(() => {
      const run = resolveRun(store, reference)
      refuseDeleted(store, run)
      putDataInput(store, run, input, timeMs)
      const details = { name: input.name, context: input.context, digest: input.digest }
      recordEvent(store, { timeMs, actor, action: 'data.put', kind: 'run', subject: run.id, details })
      const { name, digest, rows, columns } = input
      return acknowledgement(options, 'mlreg.logged/1', { run: run.id, name, digest, rows, columns }, '')
    }),
  )
}

/** A window as drift would read it: its digest, rows and columns. */
export async function describe(
  source: string,
  { context, name, cutoff }: Pick<DataOptions, 'context' | 'name' | 'cutoff'>,
): Promise<DataInput> {
  if (source === '-') {
    throw new MlregError('usage', 'data from standard input cannot be found again', { hint: 'name a file' })
  }
  const engine = await openEngine()
  try {
    const window = await openWindow(engine, { source, role: 'reference', types: new Map() })
    return {
      name: name ?? basename(source),
      context,
      digest: (await digestOf(window.files)).replace(/^sha256:/, ''),
      bytes: window.files.reduce((total, file) => total + statSync(file).size, 0),
      rows: window.rows,
      columns: window.columns.length,
      schema: window.columns.map(column => ({ name: column.name, type: column.type })),
      columnDigests: null,
      source,
      cutoff: cutoff ?? null,
      profile: null,
    }
  } finally {
    engine.close()
  }
}
