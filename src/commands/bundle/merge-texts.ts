import { readRegistry } from '../../config/read-registry.ts'
import type { MergeContext } from '../../exchange/merge-context.ts'
import type { Merged } from '../../exchange/merged.ts'
import { counted } from '../../report/numbers.ts'
import type { Context } from '../command.ts'
import type { WriteOptions } from '../tracking/store-options.ts'

/** The stages that the settings have for a model. */
export async function stagesHere({
  io,
  options,
}: Pick<Context<WriteOptions>, 'io' | 'options'>): Promise<MergeContext['stages']> {
  const { policyFor } = await readRegistry(options.config, io)
  return model => {
    const { first, stages } = policyFor(model)
    return { first, names: stages.map(({ name }) => name) }
  }
}

/** What merging did, in a line. */
export function mergedText(merged: Merged): string {
  const { runs, changed, same, experiments } = merged
  const made = experiments === 0 ? '' : `, ${counted(experiments, 'new experiment')}`
  return `${counted(runs, 'new run')}${made}, ${changed} changed, ${same} the same${versionsText(merged)}`
}

function versionsText({ models, versions, changedVersions, sameVersions }: Merged): string {
  if (models + versions + changedVersions + sameVersions === 0) return ''
  const made = models === 0 ? '' : `, ${counted(models, 'new model')}`
  return `; ${counted(versions, 'new version')}${made}, ${changedVersions} changed, ${sameVersions} the same`
}

/** What was left as it is here, and why. */
export function mergeWarnings(merged: Merged): string[] {
  const { deleted, tagsKept, deletedVersions, stagesKept, aliasesKept } = merged
  return [
    ...(deleted > 0 ? [`${counted(deleted, 'run')} deleted here: nothing was added to them`] : []),
    ...(deletedVersions > 0
      ? [`${counted(deletedVersions, 'version')} of models deleted here: nothing was added to them`]
      : []),
    ...(tagsKept > 0 ? [`${counted(tagsKept, 'tag')} with another value here: they keep it`] : []),
    ...(stagesKept > 0
      ? [`${counted(stagesKept, 'version')} in another stage there: "mlreg promote" decides on stages here`]
      : []),
    ...(aliasesKept > 0
      ? [
          `${aliasesKept === 1 ? '1 alias' : `${aliasesKept} aliases`} not set: "mlreg alias" decides on them here`,
        ]
      : []),
  ]
}
