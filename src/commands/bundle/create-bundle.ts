import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { MlregError } from '../../errors.ts'
import { newFile, refuseTaken } from '../../exchange/new-file.ts'
import { writeBundle } from '../../exchange/write-bundle.ts'
import type { Store } from '../../store/store.ts'
import { escapeText } from '../../terminal/escape.ts'
import type { Context, Outcome } from '../command.ts'
import { type ScopeOptions, scopedRows } from '../export/run-scope.ts'
import { acknowledgement } from '../tracking/acknowledgement.ts'
import { resolveRun } from '../tracking/resolve-run.ts'
import type { WriteOptions } from '../tracking/store-options.ts'
import { whilePinned } from '../tracking/while-pinned.ts'

interface CreateOptions extends ScopeOptions, WriteOptions {
  readonly run?: readonly string[]
}

/** Writes a bundle while others may be writing to the store. */
export async function createBundle(
  context: Context<CreateOptions, readonly [file: string]>,
): Promise<Outcome> {
  const { io, options, operands } = context
  const target = resolve(io.cwd, operands[0])
  const force = options.force === true
  if (options.run !== undefined && (options.experiment ?? options.filter) !== undefined) {
    throw new MlregError('usage', '--run says which runs, and so does --experiment or --filter', {
      hint: 'give one of them',
    })
  }
  refuseTaken(target, force)
  return await whilePinned(context, `bundle ${target}`, async (store, onProgress) => {
    const rows = () => chosen(store, context)
    const manifest = await newFile(target, force, path => writeBundle(store, path, { rows, onProgress }))
    const { experiments, runs, points, files } = manifest
    const done = {
      path: target,
      experiments,
      runs,
      points,
      files: files.length,
      bytes: statSync(target).size,
    }
    return acknowledgement(options, 'mlreg.bundled/1', done, `${escapeText(target)}\n`)
  })
}

function chosen(store: Store, context: Pick<Context<CreateOptions>, 'io' | 'options'>): number[] {
  const { run } = context.options
  if (run === undefined) return scopedRows(store, context)
  return [...new Set(run.map(reference => resolveRun(store, reference).row))].sort((a, b) => a - b)
}
