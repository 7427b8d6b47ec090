import { MlregError } from '../../errors.ts'
import { isModelUri, resolveVersion } from '../../registry/resolve-version.ts'
import { filesOfVersion } from '../../registry/version-files.ts'
import { counted, formatCount } from '../../report/numbers.ts'
import type { Report } from '../../report/report.ts'
import { type Artifact, artifactsOf } from '../../store/artifact-rows.ts'
import type { Run } from '../../store/runs.ts'
import type { Store } from '../../store/store.ts'
import type { Context, Outcome } from '../command.ts'
import { resolveRun } from '../tracking/resolve-run.ts'
import type { ReadOptions } from '../tracking/store-options.ts'
import { readingStore } from '../tracking/with-store.ts'

/** The files of a run, or of a version of a model: those that it was registered with. */
export async function listArtifacts(
  context: Context<ReadOptions, readonly [reference: string]>,
): Promise<Outcome> {
  const report = await readingStore(context, store => view(...filesNamed(store, context.operands[0])))
  return { report, fine: true }
}

/** Whose files they are. */
interface Owner {
  readonly run: string | null
  readonly model: string | null
}

function filesNamed(store: Store, reference: string): [Owner, Artifact[]] {
  const run = isModelUri(reference) ? undefined : runNamed(store, reference)
  if (run !== undefined) return [{ run: run.id, model: null }, artifactsOf(store, run)]
  const version = resolveVersion(store, reference)
  const model = `${version.name}/${version.version}`
  return [{ run: version.runId, model }, filesOfVersion(store, version)]
}

/** A run may be called `churn/7` too, and is meant then: `models:/churn/7` says otherwise. */
function runNamed(store: Store, reference: string): Run | undefined {
  try {
    return resolveRun(store, reference)
  } catch (error) {
    const isUnknown = error instanceof MlregError && error.code === 'not-found'
    if (!isUnknown || !/[/@]/.test(reference)) throw error
    return undefined
  }
}

function view(owner: Owner, artifacts: readonly Artifact[]): Report {
  const bytes = artifacts.reduce((total, artifact) => total + artifact.bytes, 0)
  const total = artifacts.length
  return {
    data: { schema: 'mlreg.artifacts/1', ...owner, shown: total, total, bytes, artifacts },
    document: [
      {
        type: 'table',
        columns: [
          { title: 'artifact', align: 'left', narrow: 'shrink' },
          { title: 'bytes', align: 'right', narrow: 'keep' },
          { title: 'digest', align: 'left', narrow: 'shrink' },
        ],
        rows: artifacts.map(({ path, bytes: size, digest }) => [
          { text: path },
          { text: formatCount(size) },
          { text: digest },
        ]),
      },
      { type: 'note', text: `${counted(total, 'file')}, ${counted(bytes, 'byte')}` },
    ],
    records: {
      columns: ['path', 'bytes', 'digest', 'mediaType'],
      rows: artifacts.map(({ path, bytes: size, digest, mediaType }) => [path, size, digest, mediaType]),
    },
    checks: [],
    verdict: 'ok',
  }
}
