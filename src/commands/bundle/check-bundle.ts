import { resolve } from 'node:path'
import { MlregError } from '../../errors.ts'
import { type Bundle, checkEntry, openBundle, verifyBundle } from '../../exchange/open-bundle.ts'
import { counted } from '../../report/numbers.ts'
import type { Report } from '../../report/report.ts'
import type { Context, Outcome } from '../command.ts'
import type { OutputOptions } from '../options.ts'

/** Checks every byte of a bundle. What is no bundle at all, or cannot be read, is no answer. */
export async function checkBundle(
  context: Context<OutputOptions, readonly [file: string]>,
): Promise<Outcome> {
  const path = resolve(context.io.cwd, context.operands[0])
  let bundle: Bundle | undefined
  try {
    bundle = openBundle(path)
    verifyBundle(bundle)
    for (const entry of bundle.files) await checkEntry(bundle, entry)
    return { report: view(path, bundle, null), fine: true }
  } catch (error) {
    if (!(error instanceof MlregError) || error.code !== 'corrupt') throw error
    return { report: view(path, bundle, error.message), fine: false }
  } finally {
    bundle?.close()
  }
}

function view(path: string, bundle: Bundle | undefined, problem: string | null): Report {
  const { experiments = 0, runs = 0, points = 0, models = 0, versions = 0 } = bundle?.manifest ?? {}
  const files = bundle?.files ?? []
  const bytes = files.reduce((total, file) => total + file.bytes, 0)
  const verdict = problem === null ? 'ok' : 'damaged'
  const counts = { experiments, runs, points, models, versions, files: files.length, bytes }
  const whole = `${path} is whole: ${counted(runs, 'run')}, ${counted(versions, 'version')} of models, ${counted(files.length, 'file')}, ${counted(bytes, 'byte')}`
  return {
    data: { schema: 'mlreg.bundle-check/1', verdict, path, ...counts, problem },
    document: [
      problem === null
        ? { type: 'note', text: whole, tone: 'good' }
        : { type: 'note', text: problem, tone: 'bad' },
    ],
    records: {
      columns: ['path', 'verdict', ...Object.keys(counts), 'problem'],
      rows: [[path, verdict, ...Object.values(counts), problem]],
    },
    checks: [],
    verdict,
  }
}
