import { isDeepStrictEqual } from 'node:util'
import { writeOut } from '../../artifacts/write-out.ts'
import { MlregError } from '../../errors.ts'
import type { Store } from '../../store/store.ts'
import { escapeText } from '../../terminal/escape.ts'
import type { Context, Outcome } from '../command.ts'
import { acknowledgement } from '../tracking/acknowledgement.ts'
import { type NamedArtifacts, resolveArtifacts } from '../tracking/resolve-artifacts.ts'
import type { ReadOptions } from '../tracking/store-options.ts'
import { readingStore } from '../tracking/with-store.ts'

interface GetOptions extends ReadOptions {
  readonly force?: boolean
}

type GetContext = Context<GetOptions, readonly [uri: string, destination?: string]>

export async function getArtifacts(context: GetContext): Promise<Outcome> {
  const { options, operands } = context
  return await readingStore(context, async store => {
    const { named, target } = await fetch(store, context, resolveArtifacts(store, operands[0]))
    const bytes = named.artifacts.reduce((total, artifact) => total + artifact.bytes, 0)
    const done = { path: target, files: named.artifacts.length, bytes }
    return acknowledgement(options, 'mlreg.got/1', done, `${escapeText(target)}\n`)
  })
}

/**
 * Writes what is named; once more where bytes were gone because the name has come to mean others meanwhile: a stage
 * that moved on, a version that was deleted and collected.
 */
async function fetch(
  store: Store,
  context: GetContext,
  named: NamedArtifacts,
): Promise<{ named: NamedArtifacts; target: string }> {
  const { io, options, operands } = context
  const [uri, destination] = operands
  const { artifacts, prefix, ownName } = named
  const asked = { ownName, destination, cwd: io.cwd, force: options.force === true }
  try {
    return { named, target: await writeOut(store.directory, artifacts, prefix, asked) }
  } catch (error) {
    if (!(error instanceof MlregError) || error.code !== 'corrupt') throw error
    const now = resolveArtifacts(store, uri)
    if (isDeepStrictEqual(now, named)) throw error
    return await fetch(store, context, now)
  }
}
