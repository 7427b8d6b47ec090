import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { MlregError } from '../../errors.ts'
import { type Imported, importMlflow } from '../../exchange/import-mlflow.ts'
import type { MlflowSource } from '../../exchange/mlflow-source.ts'
import { readMlflowFolder } from '../../exchange/read-mlflow-folder.ts'
import { readMlflowSqlite } from '../../exchange/read-mlflow-sqlite.ts'
import { counted } from '../../report/numbers.ts'
import { mergedText, mergeWarnings, stagesHere } from '../bundle/merge-texts.ts'
import type { Context, Outcome } from '../command.ts'
import { acknowledgement } from '../tracking/acknowledgement.ts'
import { actorOf } from '../tracking/actor.ts'
import { nowMs } from '../tracking/clock.ts'
import type { WriteOptions } from '../tracking/store-options.ts'
import { writingStore } from '../tracking/with-store.ts'

interface ImportOptions extends WriteOptions {
  readonly artifacts?: readonly string[]
}

/** Imports from MLflow. The source is opened first: what is none is no reason to make a store. */
export async function runImport(context: Context<ImportOptions, readonly [path: string]>): Promise<Outcome> {
  const { io, options, operands } = context
  const roots = (options.artifacts ?? []).map(root => existing(resolve(io.cwd, root)).path)
  const source = await openSource(resolve(io.cwd, operands[0]))
  try {
    const actor = await actorOf(io, options.as)
    const stages = await stagesHere(context)
    return await writingStore(context, async store => {
      const { skipped, ...imported } = await importMlflow(store, source, roots, {
        ...{ actor, nowMs: nowMs(io), stages },
      })
      const notTaken = [...skipped.values()].reduce((sum, count) => sum + count, 0)
      const done = { path: source.path, ...imported, skipped: notTaken }
      const outcome = acknowledgement(options, 'mlreg.imported/1', done, `${mergedText(imported)}\n`)
      return {
        ...outcome,
        warnings: [...mergeWarnings(imported), ...importWarnings(skipped)],
      }
    })
  } finally {
    source.close()
  }
}

async function openSource(path: string): Promise<MlflowSource> {
  return existing(path).isDirectory ? readMlflowFolder(path) : await readMlflowSqlite(path)
}

function existing(path: string): { readonly path: string; readonly isDirectory: boolean } {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined) throw new MlregError('not-found', `there is no file or directory ${path}`)
  if (found.isDirectory() || found.isFile()) return { path, isDirectory: found.isDirectory() }
  throw new MlregError('bad-input', `${path} is no regular file`)
}

function importWarnings(skipped: Imported['skipped']): string[] {
  return [...skipped].map(([what, count]) => `not imported, ${counted(count, 'time')}: ${what}`)
}
