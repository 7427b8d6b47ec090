import { statSync } from 'node:fs'
import { basename } from 'node:path'
import { artifactName } from '../../artifacts/artifact-name.ts'
import { mediaType } from '../../artifacts/media-type.ts'
import { puttingBytes } from '../../artifacts/putting-bytes.ts'
import { hexDigestOf } from '../../data/digest.ts'
import { openEngine } from '../../data/engine.ts'
import { openWindow } from '../../data/open-window.ts'
import { MlregError } from '../../errors.ts'
import { columnDigests } from '../../profile/column-digests.ts'
import { profileWindow } from '../../profile/profile-window.ts'
import { writeProfile } from '../../profile/write-profile.ts'
import { putArtifact } from '../../store/artifact-rows.ts'
import { type DataInput, putDataInput } from '../../store/data-inputs.ts'
import { recordEvent } from '../../store/events.ts'
import { refuseDeleted } from '../../store/log-batch.ts'
import type { Context, Outcome } from '../command.ts'
import { type LimitedOptions, limitsOf } from '../profile/profile-options.ts'
import { acknowledgement } from '../tracking/acknowledgement.ts'
import { actorOf } from '../tracking/actor.ts'
import { nowMs } from '../tracking/clock.ts'
import { resolveRun, runReference } from '../tracking/resolve-run.ts'
import { writingStore } from '../tracking/with-store.ts'
import type { LogOptions } from './log-values.ts'

interface DataOptions extends LogOptions, LimitedOptions {
  readonly context: string
  readonly name?: string
  readonly cutoff?: string
  readonly profile?: boolean
}

/** Looks at the data first, which takes as long as it takes, and then records what was seen. */
export async function logData(context: Context<DataOptions, readonly [file: string]>): Promise<Outcome> {
  const { io, options, operands } = context
  const reference = runReference(io, options.run)
  const { input, profile } = await lookAt(operands[0], options)
  const actor = await actorOf(io, options.as)
  const timeMs = nowMs(io)
  return await writingStore(context, async store =>
    puttingBytes(store, profile, timeMs, kept => {
      const run = resolveRun(store, reference)
      refuseDeleted(store, run)
      putDataInput(store, run, { ...input, profile: kept }, timeMs)
      if (kept !== null) {
        const path = artifactName(`profiles/${input.name}.profile`)
        putArtifact(store, run, { path, digest: kept, mediaType: mediaType(path) }, timeMs)
      }
      const details = { name: input.name, context: input.context, digest: input.digest }
      recordEvent(store, { timeMs, actor, action: 'data.put', kind: 'run', subject: run.id, details })
      const { name, digest, rows, columns } = input
      return acknowledgement(options, 'mlreg.logged/1', { run: run.id, name, digest, rows, columns }, '')
    }),
  )
}

/** A window as drift would read it: its digests, rows and columns. */
export async function describe(source: string, options: DescribeOptions): Promise<DataInput> {
  return (await lookAt(source, options)).input
}

type DescribeOptions = LimitedOptions & Pick<DataOptions, 'context' | 'name' | 'cutoff' | 'profile'>

async function lookAt(source: string, options: DescribeOptions) {
  const { context, name, cutoff, profile } = options
  if (source === '-') {
    throw new MlregError('usage', 'data from standard input cannot be found again', { hint: 'name a file' })
  }
  const engine = await openEngine()
  try {
    const window = await openWindow(engine, { source, role: 'reference', types: new Map() })
    const input: DataInput = {
      name: name ?? basename(source),
      context,
      digest: await hexDigestOf(window.files),
      bytes: window.files.reduce((total, file) => total + statSync(file).size, 0),
      rows: window.rows,
      columns: window.columns.length,
      schema: window.columns.map(column => ({ name: column.name, type: column.type })),
      columnDigests: await columnDigests(engine, window),
      source,
      cutoff: cutoff ?? null,
      profile: null,
    }
    if (profile !== true) return { input, profile: undefined }
    return { input, profile: writeProfile(await profileWindow(engine, window, limitsOf(options))) }
  } finally {
    engine.close()
  }
}
