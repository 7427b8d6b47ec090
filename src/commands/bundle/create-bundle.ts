import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { newFile, refuseTaken } from '../../exchange/new-file.ts'
import { writeBundle } from '../../exchange/write-bundle.ts'
import { escapeText } from '../../terminal/escape.ts'
import type { Context, Outcome } from '../command.ts'
import { acknowledgement } from '../tracking/acknowledgement.ts'
import type { WriteOptions } from '../tracking/store-options.ts'
import { whilePinned } from '../tracking/while-pinned.ts'
import { type BundleScope, bundleScope, refuseMixedScope } from './bundle-scope.ts'

interface CreateOptions extends BundleScope, WriteOptions {}

/** Writes a bundle while others may be writing to the store. */
export async function createBundle(
  context: Context<CreateOptions, readonly [file: string]>,
): Promise<Outcome> {
  const { io, options, operands } = context
  const target = resolve(io.cwd, operands[0])
  const force = options.force === true
  refuseMixedScope(options)
  refuseTaken(target, force)
  return await whilePinned(context, `bundle ${target}`, async (store, onProgress) => {
    const scope = () => bundleScope(store, context)
    const manifest = await newFile(target, force, path => writeBundle(store, path, { scope, onProgress }))
    const { experiments, runs, points, models = 0, versions = 0, files } = manifest
    const done = {
      path: target,
      experiments,
      runs,
      points,
      models,
      versions,
      files: files.length,
      bytes: statSync(target).size,
    }
    return acknowledgement(options, 'mlreg.bundled/1', done, `${escapeText(target)}\n`)
  })
}
