import { basename, resolve } from 'node:path'
import { collectFiles } from '../../artifacts/collect-files.ts'
import { readRegistry } from '../../config/read-registry.ts'
import { MlregError } from '../../errors.ts'
import { type ModelSource, registerVersion } from '../../registry/register-version.ts'
import { artifactsOf } from '../../store/artifact-rows.ts'
import { checkKey } from '../../store/key.ts'
import { refuseDeleted } from '../../store/log-batch.ts'
import type { Pair } from '../../store/params.ts'
import type { Run } from '../../store/runs.ts'
import type { Store } from '../../store/store.ts'
import { escapeText } from '../../terminal/escape.ts'
import type { Context, Outcome } from '../command.ts'
import { acknowledgement } from '../tracking/acknowledgement.ts'
import { actorOf } from '../tracking/actor.ts'
import { nowMs } from '../tracking/clock.ts'
import { refuseTwice } from '../tracking/pair.ts'
import { artifactsBelow } from '../tracking/resolve-artifacts.ts'
import { resolveRun } from '../tracking/resolve-run.ts'
import type { WriteOptions } from '../tracking/store-options.ts'
import { writingStore } from '../tracking/with-store.ts'

interface RegisterOptions extends WriteOptions {
  readonly run?: string
  readonly path?: string
  readonly description?: string
  readonly tag?: readonly Pair[]
  readonly follow?: boolean
  readonly again?: boolean
}

type RegisterContext = Context<RegisterOptions, readonly [name: string, path?: string]>

/** Prints `NAME/VERSION`, of the version that was there when the very same was registered before. */
export async function registerModel(context: RegisterContext): Promise<Outcome> {
  const { io, options, operands } = context
  const [name] = operands
  const { tag: tags = [] } = options
  refuseTwice('tag', tags)
  for (const [key] of tags) checkKey('tag', key)
  runOf(context)
  const actor = await actorOf(io, options.as)
  const { policyFor } = await readRegistry(options.config, io)
  return await writingStore(context, async store => {
    const { version, isNew } = await registerVersion(store, await sourceOf(context, store), {
      ...{ name, tags, actor, nowMs: nowMs(io), stage: policyFor(name).first, again: options.again === true },
      ...(options.description === undefined ? {} : { description: options.description }),
    })
    const reference = `${version.name}/${version.version}`
    const { stage, source, digest, bytes, runId: run } = version
    const done = { name, version: version.version, stage, run, source, digest, bytes, new: isNew }
    const outcome = acknowledgement(options, 'mlreg.registered/1', done, `${escapeText(reference)}\n`)
    if (isNew) return outcome
    return {
      ...outcome,
      warnings: [`this is registered as ${reference} already; --again makes another version`],
    }
  })
}

/** What --run says, else MLREG_RUN_ID where no path of this machine is named. */
function runOf({ io, options, operands }: RegisterContext): string | undefined {
  const [, path] = operands
  if (options.run !== undefined && path !== undefined) {
    throw new MlregError('usage', 'both --run and a path of this machine are given', {
      hint: "of a run's artifacts, --path names one",
    })
  }
  const run = options.run ?? (path === undefined ? io.env.MLREG_RUN_ID : undefined)
  if (run || path !== undefined) return run
  throw new MlregError('usage', 'nothing is named that could be registered', {
    hint: 'give a file or directory, or --run RUN --path ARTIFACT',
  })
}

async function sourceOf(context: RegisterContext, store: Store): Promise<ModelSource> {
  const { io, options, operands } = context
  const run = runOf(context)
  if (run !== undefined) return ofRun(store, resolveRun(store, run), options.path)
  if (options.path !== undefined) {
    throw new MlregError('usage', '--path names an artifact of a run, and no --run is given')
  }
  const file = resolve(io.cwd, operands[1] as string)
  const follow = options.follow === true
  return { files: await collectFiles(file, { follow }), root: basename(file), source: file, follow }
}

function ofRun(store: Store, run: Run, path: string | undefined): ModelSource {
  refuseDeleted(store, run)
  const asked = path?.replace(/\/+$/, '') ?? modelPath(store, run)
  const found = artifactsBelow(store, run, asked)
  const root = asked.split('/').at(-1) as string
  const above = asked.slice(0, asked.length - root.length)
  const stored = found.map(artifact => ({ ...artifact, path: artifact.path.slice(above.length) }))
  return { run, stored, root, source: `runs:/${run.id}/${asked}` }
}

/** What is called `model`, else all there is, when that has one name. */
function modelPath(store: Store, run: Run): string {
  const tops = [...new Set(artifactsOf(store, run).map(({ path }) => path.split('/')[0] as string))]
  if (tops.includes('model')) return 'model'
  const [only] = tops
  if (only !== undefined && tops.length === 1) return only
  throw new MlregError(
    'usage',
    `run ${run.id} has ${tops.length === 0 ? 'no artifact' : 'several artifacts'}`,
    {
      hint:
        only === undefined
          ? `store it first: mlreg log artifact PATH --run ${run.id}`
          : `say which with --path: ${tops.slice(0, 5).join(', ')}`,
    },
  )
}
