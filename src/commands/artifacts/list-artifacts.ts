import { counted, formatCount } from '../../report/numbers.ts'
import type { Report } from '../../report/report.ts'
import { type Artifact, artifactsOf } from '../../store/artifact-rows.ts'
import type { Run } from '../../store/runs.ts'
import type { Context, Outcome } from '../command.ts'
import { resolveRun } from '../tracking/resolve-run.ts'
import type { ReadOptions } from '../tracking/store-options.ts'
import { readingStore } from '../tracking/with-store.ts'

export async function listArtifacts(context: Context<ReadOptions, readonly [run: string]>): Promise<Outcome> {
  const report = await readingStore(context, store => {
    const run = resolveRun(store, context.operands[0])
    return view(run, artifactsOf(store, run))
  })
  return { report, fine: true }
}

function view(run: Run, artifacts: readonly Artifact[]): Report {
  const bytes = artifacts.reduce((total, artifact) => total + artifact.bytes, 0)
  const total = artifacts.length
  return {
    data: { schema: 'mlreg.artifacts/1', run: run.id, shown: total, total, bytes, artifacts },
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
