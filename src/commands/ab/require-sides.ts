import type { Arm } from '../../ab/arm.ts'
import { MlregError } from '../../errors.ts'
import type { AbContext, AbOptions } from './ab-options.ts'

/** Options that only files have an answer to. */
const ofFiles = [
  'metric',
  'measure',
  'target',
  'prediction',
  'score',
  'task',
  'positive',
  'latency',
  'aWhere',
  'bWhere',
  'type',
  'nullValues',
] as const

/** Both arms given as counts. Throws `usage` where one is missing, they differ in form, or files are named as well. */
export function requireNoFiles(
  options: AbOptions,
  operands: AbContext['operands'],
): { readonly a: Arm; readonly b: Arm; readonly lowerIsBetter?: boolean } {
  const { a, b, lowerIsBetter } = options
  if (a === undefined || b === undefined)
    throw new MlregError('usage', `--${a === undefined ? 'a' : 'b'} is missing beside the other one`, {
      hint: 'such as mlreg ab --a 4210/50000 --b 4391/50000',
    })
  if (operands[0] !== undefined)
    throw new MlregError('usage', 'either two files or --a and --b are compared, not both')
  const stray = ofFiles.find(name => options[name] !== undefined)
  if (stray !== undefined)
    throw new MlregError('usage', `${flagOf(stray)} is of files, and --a and --b name none`)
  if (options.maxLatencyIncrease !== undefined) throw withoutLatency()
  if (a.arm.kind !== b.arm.kind)
    throw new MlregError('usage', `--a ${a.text} and --b ${b.text} are of two kinds`, {
      hint: 'both successes/rows, or both mean,sd,rows',
    })
  return { a: a.arm, b: b.arm, ...(lowerIsBetter ? { lowerIsBetter } : {}) }
}

/** Both files. Throws `usage` where one is missing, or what is asked of them contradicts itself. */
export function sourcesOf(
  options: AbOptions,
  [a, b]: AbContext['operands'],
): readonly [a: string, b: string] {
  if (a === undefined || b === undefined)
    throw new MlregError(
      'usage',
      `${a === undefined ? 'two files of outcomes are' : "B's file is"} missing`,
      {
        hint: 'such as mlreg ab champion.parquet challenger.parquet --metric converted',
      },
    )
  if (a === '-' && b === '-') throw new MlregError('usage', 'standard input can be one arm, not both')
  if (options.metric !== undefined && options.target !== undefined)
    throw new MlregError('usage', 'the outcome is --metric, or is made of --target: not both')
  if (options.metric === undefined && options.lowerIsBetter)
    throw new MlregError(
      'usage',
      '--lower-is-better is said of a --metric: measures of a model need no saying',
    )
  if (options.maxLatencyIncrease !== undefined && options.latency === undefined) throw withoutLatency()
  return [a, b]
}

function withoutLatency(): MlregError {
  return new MlregError('usage', '--max-latency-increase takes the column of --latency')
}

function flagOf(option: string): string {
  return `--${option.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`
}
