import { basename } from 'node:path'
import type { Measured } from '../../cards/measured.ts'
import type { IndexResult } from '../../cards/model-index.ts'
import { seal } from '../../cards/seal.ts'
import { subgroupBlock, warningsOf } from '../../cards/subgroup-block.ts'
import { hexDigestOf } from '../../data/digest.ts'
import { openEngine } from '../../data/engine.ts'
import { openWindow } from '../../data/open-window.ts'
import { MlregError } from '../../errors.ts'
import type { Io } from '../../io.ts'
import { type SubgroupResult, subgroups } from '../../quality/subgroups.ts'
import type { DriftTerms } from '../../registry/drift-terms.ts'
import type { EvaluationOptions } from './evaluation-options.ts'
import { subgroupsJson } from './subgroups-json.ts'

export interface MeasuredCard extends Measured {
  /** For programs. */
  readonly subgroups: readonly Readonly<Record<string, unknown>>[]
  readonly warnings: readonly string[]
}

/**
 * What --evaluation asks for, undefined without it. Columns that are not named are those that the version was registered
 * with. Reads the file before any lock is taken.
 */
export async function measureCard(
  { io, options }: { readonly io: Io; readonly options: EvaluationOptions },
  terms: DriftTerms | null | undefined,
): Promise<MeasuredCard | undefined> {
  const asked = askedFor(options, terms ?? {})
  if (asked === undefined) return undefined
  const engine = await openEngine()
  try {
    const window = await openWindow(engine, {
      source: asked.source,
      role: 'reference',
      types: new Map(),
      stdin: io.stdin,
    })
    await engine.seal(window.files)
    const result = await subgroups(engine, window, asked)
    const digest = window.files.length === 0 ? null : await hexDigestOf(window.files)
    return measured(result, { ...asked, digest, name: basename(asked.source) })
  } finally {
    engine.close()
  }
}

type Asked = ReturnType<typeof askedFor> & object

function askedFor(options: EvaluationOptions, terms: DriftTerms) {
  const { evaluation, by } = options
  if (evaluation === undefined) {
    const given = (['by', 'target', 'prediction', 'score', 'task', 'positive'] as const).find(
      name => options[name] !== undefined,
    )
    if (given === undefined) return undefined
    throw new MlregError('usage', `--${given} is of a file with rows, and no --evaluation is given`)
  }
  const target = options.target ?? terms.target
  const prediction = options.prediction ?? terms.prediction
  const score = options.score ?? terms.score
  const task = options.task ?? terms.task
  const positive = options.positive ?? terms.positive
  if (by === undefined || by.length === 0) throw missing('--by: the column that names the groups')
  if (target === undefined) throw missing('--target: the column of the true outcomes')
  if (prediction === undefined && score === undefined) throw missing('--prediction or --score')
  return {
    ...{ source: evaluation, by, target },
    ...(prediction === undefined ? {} : { prediction }),
    ...(score === undefined ? {} : { score }),
    ...(task === undefined ? {} : { task }),
    ...(positive === undefined ? {} : { positive }),
  }
}

function missing(what: string): MlregError {
  return new MlregError('usage', `--evaluation needs ${what}`, {
    hint: 'such as --evaluation eval.parquet --target churned --prediction predicted --by region',
  })
}

function measured(
  result: SubgroupResult,
  asked: Asked & { readonly digest: string | null; readonly name: string },
): MeasuredCard {
  const { name, digest, target, by } = asked
  const [prediction, score] = [asked.prediction, asked.score]
  const block = subgroupBlock(result, { name, digest, target, prediction, score })
  const index: IndexResult = {
    task: { type: `tabular-${result.task}` },
    dataset: {
      ...{ type: 'tabular', name },
      ...(digest === null ? {} : { revision: digest }),
      args: { measured_by: 'card' },
    },
    metrics: [...result.all.figures].map(([type, { value }]) => ({ type, name: type, value })),
  }
  return {
    block,
    result: index,
    evaluation: {
      data: name,
      ...(digest === null ? {} : { digest }),
      rows: result.all.used,
      target,
      ...(prediction === undefined ? {} : { prediction }),
      ...(score === undefined ? {} : { score }),
      ...(result.positive === undefined ? {} : { positive: result.positive }),
      by,
      seal: seal(block, [index]),
    },
    subgroups: result.by.map(subgroupsJson),
    warnings: result.by.flatMap(warningsOf),
  }
}
