import { writeOut } from '../../artifacts/write-out.ts'
import { escapeText } from '../../terminal/escape.ts'
import type { Context, Outcome } from '../command.ts'
import { acknowledgement } from '../tracking/acknowledgement.ts'
import { resolveArtifacts } from '../tracking/resolve-artifacts.ts'
import type { ReadOptions } from '../tracking/store-options.ts'
import { readingStore } from '../tracking/with-store.ts'

interface GetOptions extends ReadOptions {
  readonly force?: boolean
}

type GetContext = Context<GetOptions, readonly [uri: string, destination?: string]>

export async function getArtifacts(context: GetContext): Promise<Outcome> {
  const { io, options, operands } = context
  const [uri, destination] = operands
  return await readingStore(context, async store => {
    const { artifacts, prefix, ownName } = resolveArtifacts(store, uri)
    const asked = { ownName, destination, cwd: io.cwd, force: options.force === true }
    const target = await writeOut(store.directory, artifacts, prefix, asked)
    const bytes = artifacts.reduce((total, artifact) => total + artifact.bytes, 0)
    const done = { path: target, files: artifacts.length, bytes }
    return acknowledgement(options, 'mlreg.got/1', done, `${escapeText(target)}\n`)
  })
}
