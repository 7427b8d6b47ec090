import { existsSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { newDirectory } from '../../exchange/new-directory.ts'
import { recordsOf } from '../../exchange/records.ts'
import { writeMlflow } from '../../exchange/write-mlflow.ts'
import { allExperiments } from '../../store/experiments.ts'
import { inOneView } from '../../store/run-rows.ts'
import { escapeText } from '../../terminal/escape.ts'
import type { Context, Outcome } from '../command.ts'
import { acknowledgement } from '../tracking/acknowledgement.ts'
import { readingStore } from '../tracking/with-store.ts'
import { type ScopeOptions, scopedRows } from './run-scope.ts'
import { scopedVersions } from './version-scope.ts'

// Says that --force may replace the folder: nobody's own runs are in it.
const marker = '.mlreg-export'

/** Writes the runs and models as a folder that MLflow's client opens. */
export async function exportMlflow(
  context: Context<ScopeOptions, readonly [directory: string]>,
): Promise<Outcome> {
  const { io, options, operands } = context
  const target = resolve(io.cwd, operands[0])
  return await readingStore(context, store =>
    inOneView(store, async () => {
      const rows = scopedRows(store, context)
      const ids = new Map(allExperiments(store).map(({ name, id }) => [name, id]))
      const isOurs = (path: string) => existsSync(join(path, marker))
      const versions = scopedVersions(store, rows, options)
      const runs = await newDirectory(target, options.force === true, isOurs, async directory => {
        writeFileSync(join(directory, marker), '')
        return await writeMlflow(recordsOf(store, rows, versions), {
          directory,
          place: target,
          storeDirectory: store.directory,
          experimentId: name => ids.get(name) ?? '0',
        })
      })
      const done = { format: 'mlflow', path: target, runs, rows: runs, versions: versions.length }
      return acknowledgement(options, 'mlreg.export/1', done, `${escapeText(target)}\n`)
    }),
  )
}
