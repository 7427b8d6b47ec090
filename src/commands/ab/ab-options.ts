import { type Command as Commander, InvalidArgumentError, Option } from 'commander'
import type { Alternative } from '../../ab/comparison.ts'
import { presets } from '../../ab/presets.ts'
import type { TypeOverride } from '../../data/window-columns.ts'
import type { Context } from '../command.ts'
import { typeOverrides } from '../drift/drift-options.ts'
import { judgeOptions, list } from '../options.ts'
import { recordingOptions, type WriteOptions } from '../tracking/store-options.ts'
import { type CountedArm, countedArm } from './counted-arm.ts'

export const measures = ['accuracy', 'f1', 'auc', 'rmse', 'mae'] as const
export type Measure = (typeof measures)[number]

/** A number, or a share of A's value. */
export interface MinLift {
  readonly value: number
  readonly isPercent: boolean
}

/** What is demanded of a test, and of its planning. */
export interface DemandOptions {
  readonly alpha: number
  readonly power: number
  readonly alternative: Alternative
  readonly lowerIsBetter?: boolean
  readonly relative?: boolean
}

export interface AbOptions extends WriteOptions, DemandOptions {
  readonly a?: CountedArm
  readonly b?: CountedArm
  readonly metric?: string
  readonly measure?: Measure
  readonly target?: string
  readonly prediction?: string
  readonly score?: string
  readonly task?: 'classification' | 'regression'
  readonly positive?: string
  readonly latency?: string
  readonly minLift?: MinLift
  readonly maxLatencyIncrease?: number
  readonly preset?: string
  readonly requirePower?: boolean
  readonly aWhere?: string
  readonly bWhere?: string
  readonly type?: ReadonlyMap<string, TypeOverride>
  readonly nullValues?: readonly string[]
  readonly memory?: string
  readonly progress: boolean
  readonly log?: string
}

export type AbContext = Context<AbOptions, readonly [a?: string, b?: string]>

/** Declares everything `mlreg ab` takes. Groups stand in the order of the help. */
export function abOptions(command: Commander): Commander {
  const groups: readonly (readonly [heading: string, options: readonly Option[]])[] = [
    ['What is compared:', compared()],
    ['What decides:', [...deciding(), ...demandOptions()]],
    ['Files:', files()],
    [
      'Record:',
      [
        new Option('--log <run>', 'record the result in this run of the store, or in a new one: new'),
        ...recordingOptions(),
      ],
    ],
  ]
  for (const [heading, options] of groups)
    for (const option of options) command.addOption(option.helpGroup(heading))
  return judgeOptions(command)
}

function compared(): Option[] {
  return [
    new Option('--metric <column>', "each row's outcome: 0 and 1, true and false, or any number"),
    new Option('--target <column>', 'the true outcomes, beside --prediction or --score'),
    new Option('--prediction <column>', "the model's predictions"),
    new Option('--score <column>', 'the predicted probability of the positive class'),
    new Option(
      '--measure <name>',
      'what is made of them; else accuracy, auc of scores alone, or rmse',
    ).choices(measures),
    new Option('--task <task>', 'what the model does; else by the target').choices([
      'classification',
      'regression',
    ]),
    new Option('--positive <label>', 'the positive class; else 1, true or yes'),
    new Option('--a <counts>', 'in place of files: successes/rows, or mean,sd,rows').argParser(countedArm),
    new Option('--b <counts>', 'likewise').argParser(countedArm),
    new Option('--latency <column>', 'also compare the p50, p95 and p99 of this column'),
  ]
}

function deciding(): Option[] {
  return [
    new Option('--preset <name>', 'alpha and least lift by name; other options win').choices(
      presets.map(({ name }) => name),
    ),
    new Option('--min-lift <lift>', 'the least lift that promotes: a difference, or 3% of A').argParser(
      minLift,
    ),
    new Option(
      '--max-latency-increase <share>',
      'how far the p95 of --latency may rise, such as 5%',
    ).argParser(increase),
    new Option('--require-power', 'a test that must go on exits 2'),
  ]
}

/** What a test and its planning have in common. */
export function demandOptions(): Option[] {
  return [
    new Option('--alpha <share>', 'the level of the test').argParser(alpha).default(0.05),
    new Option('--power <share>', 'how likely a true lift is to be seen').argParser(power).default(0.8),
    new Option('--alternative <side>', 'what is tested: that B is better, or that it differs')
      .choices(['greater', 'two-sided'])
      .default('greater'),
    new Option('--relative', 'lifts are shares of the value of A'),
    new Option('--lower-is-better', 'as of errors and losses; rmse and mae need no saying'),
  ]
}

function files(): Option[] {
  return [
    new Option('--a-where <sql>', 'keep these rows of A'),
    new Option('--b-where <sql>', 'keep these rows of B'),
    new Option('--type <column=kind>', 'read a column as numeric, categorical (repeatable)').argParser(
      typeOverrides,
    ),
    new Option('--null-values <names>', 'texts that are null, besides the empty one').argParser(list),
    new Option('--memory <size>', "limit of the engine's memory, such as 2GB"),
    new Option('--no-progress', 'show no progress on a terminal'),
  ]
}

/** Parses a lift: 0.03, or 3%. */
export function minLift(text: string): MinLift {
  const [, number = '', percent] = /^\s*(\d*\.?\d+(?:e[+-]?\d+)?)\s*(%?)\s*$/i.exec(text) ?? []
  const value = Number(number)
  if (number === '' || !Number.isFinite(value))
    throw new InvalidArgumentError('It must be a number, 0 or above, such as 0.03, or a share such as 3%.')
  return percent === '%' ? { value: fromPercent(value), isPercent: true } : { value, isPercent: false }
}

/** Parses a share that may be above 1: 5%, 0.05. */
function increase(text: string): number {
  return minLift(text).value
}

/** 7% is 0.07, not 0.07000000000000001. */
function fromPercent(value: number): number {
  return Number((value / 100).toPrecision(15))
}

function alpha(text: string): number {
  const value = Number(text)
  if (text.trim() !== '' && value >= 1e-6 && value < 0.5) return value
  throw new InvalidArgumentError('It must be from 0.000001 to below 0.5, such as 0.05.')
}

function power(text: string): number {
  const value = Number(text)
  if (text.trim() !== '' && value >= 0.5 && value <= 0.999) return value
  throw new InvalidArgumentError('It must be from 0.5 to 0.999, such as 0.8.')
}
