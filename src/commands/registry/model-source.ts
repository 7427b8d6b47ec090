import { basename, resolve } from 'node:path'
import { collectFiles } from '../../artifacts/collect-files.ts'
import { MlregError } from '../../errors.ts'
import type { ModelSource } from '../../registry/register-version.ts'
import { artifactsOf } from '../../store/artifact-rows.ts'
import { refuseDeleted } from '../../store/log-batch.ts'
import type { Run } from '../../store/runs.ts'
import type { Store } from '../../store/store.ts'
import type { Context } from '../command.ts'
import { artifactsBelow } from '../tracking/resolve-artifacts.ts'
import { resolveRun } from '../tracking/resolve-run.ts'

/** What says where a model's files are. */
export interface SourceOptions {
  readonly run?: string
  readonly path?: string
  readonly follow?: boolean
}

type SourceContext = Pick<
  Context<SourceOptions, readonly [name: string, path?: string]>,
  'io' | 'options' | 'operands'
>

/** What --run says, else MLREG_RUN_ID where no path of this machine is named. */
export function runOf({ io, options, operands }: SourceContext): string | undefined {
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

/** The files that are to be the version. */
export async function sourceOf(context: SourceContext, store: Store): Promise<ModelSource> {
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

// Where mlreg itself keeps what a command printed and how its data looked.
const ownDirectories = ['logs', 'profiles']

/** What is called `model`, else all that the user stored, when that has one name. */
function modelPath(store: Store, run: Run): string {
  const all = new Set(artifactsOf(store, run).map(({ path }) => path.split('/')[0] as string))
  const tops = [...all].filter(name => !ownDirectories.includes(name))
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
