import { type Command as Commander, InvalidArgumentError, Option } from 'commander'
import type { TypeOverride } from '../../data/window-columns.ts'
import { defaultSettings } from '../../drift/drift-test.ts'
import { policies } from '../../drift/policies.ts'
import { presets } from '../../drift/presets.ts'
import { parseRule, type Rule } from '../../drift/rule.ts'
import type { Correction } from '../../stats/adjust-p-values.ts'
import { judgeOptions, list, nonNegative, positiveInteger, share } from '../options.ts'
import { recordingOptions, type WriteOptions } from '../tracking/store-options.ts'

export interface DriftOptions extends WriteOptions {
  readonly policy: string
  readonly preset?: string
  readonly alpha: number
  readonly minEffect: number
  readonly correction: Correction
  readonly block?: string
  readonly requirePower?: boolean
  readonly seed: number
  readonly rule?: readonly Rule[]
  readonly test?: readonly string[]
  readonly failOn: readonly string[]
  readonly failShare?: number
  readonly columns?: readonly string[]
  readonly exclude?: readonly string[]
  readonly top?: number
  readonly weights?: string
  readonly type?: ReadonlyMap<string, TypeOverride>
  readonly prediction?: string
  readonly target?: string
  readonly score?: string
  readonly task?: 'classification' | 'regression'
  readonly positive?: string
  readonly maxDrop: number
  readonly referenceWhere?: string
  readonly currentWhere?: string
  readonly nullValues?: readonly string[]
  readonly memory?: string
  readonly listTests?: boolean
  readonly multivariate?: boolean
  readonly progress: boolean
  /** A run, or `new`. */
  readonly log?: string
}

/** How windows are read. */
export type WindowsOptions = Pick<
  DriftOptions,
  'referenceWhere' | 'currentWhere' | 'type' | 'nullValues' | 'target' | 'prediction' | 'task'
>

const policyNames = policies.map(({ name }) => name)
const failOnChoices = ['drift', 'degradation', 'none']
const typeChoices = ['numeric', 'categorical', 'datetime', 'ignore']

/** Declares everything `mlreg drift` takes. Groups stand in the order of the help. */
export function driftOptions(command: Commander): Commander {
  const groups: readonly (readonly [heading: string, options: readonly Option[]])[] = [
    ['What decides:', deciding()],
    ['Which columns:', columns()],
    ['Model outputs and quality:', outputs()],
    ['Windows:', windows()],
    ['Record:', recording()],
  ]
  for (const [heading, options] of groups)
    for (const option of options) command.addOption(option.helpGroup(heading))
  return judgeOptions(command)
}

function deciding(): Option[] {
  return [
    policyOption(),
    new Option('--preset <name>', 'limits by name, from lenient to strict; other options win').choices(
      presets.map(({ name }) => name),
    ),
    new Option('--alpha <share>', 'calibrated: the share of runs without drift that may alarm')
      .argParser(level)
      .default(0.05),
    new Option('--min-effect <psi>', 'calibrated: the PSI up to which a change is tolerated')
      .argParser(nonNegative)
      .default(defaultSettings.minEffect),
    new Option('--correction <name>', 'calibrated: for comparing many columns at once')
      .choices(['bh', 'holm', 'none'])
      .default('bh'),
    new Option(
      '--block <column>',
      'calibrated: rows of one value count together; of one day: time:day, or day',
    ),
    new Option('--require-power', 'too few rows to see a change, or to be sure of one, exit 2'),
    ruleOption(),
    new Option('--test <names>', 'compute and show only these tests').argParser(list),
    new Option('--seed <n>', 'for what is drawn at random; the same one gives the same answer')
      .argParser(seed)
      .default(defaultSettings.seed),
    new Option('--fail-on <what>', 'drift, degradation or none: what exits 1')
      .argParser(failOn)
      .default(['drift', 'degradation'], 'drift,degradation'),
    new Option(
      '--fail-share <share>',
      'drift fails from this share of drifted columns on, and by nothing else',
    ).argParser(share),
    new Option('--multivariate', 'also compare the windows as wholes: by a classifier, and correlations'),
    new Option('--list-tests', 'list tests and checks with their definitions'),
  ]
}

export function policyOption(): Option {
  return new Option('--policy <name>', 'which rules decide').choices(policyNames).default(policyNames[0])
}

export function ruleOption(): Option {
  const shape = "'[COLUMN:]TEST[.p] OP NUMBER', such as 'psi > 0.25' (repeatable)"
  return new Option('--rule <rule>', shape).argParser(rules)
}

export function weightsOption(): Option {
  return new Option(
    '--weights <file>',
    'JSON file of column to importance: weighs the share, chooses the top',
  )
}

/** What says which columns take part, for commands under `mlreg drift`. */
export function columnOptions(): Option[] {
  return [
    new Option('--columns <names>', 'compare only these columns').argParser(list),
    new Option('--exclude <names>', 'leave these columns out').argParser(list),
  ]
}

function columns(): Option[] {
  return [
    ...columnOptions(),
    typeOption(),
    weightsOption(),
    new Option('--top <n>', 'compare the n weightiest columns; without weights, show the n worst').argParser(
      positiveInteger,
    ),
  ]
}

function outputs(): Option[] {
  return [
    new Option('--prediction <column>', "the model's predictions, reported apart from the features"),
    new Option('--target <column>', 'the true outcomes; with predictions, quality is compared'),
    new Option('--score <column>', 'the predicted probability of the positive class'),
    new Option('--task <task>', 'what the model does; else by the target').choices([
      'classification',
      'regression',
    ]),
    new Option('--positive <label>', 'the positive class; else 1, true or yes'),
    new Option('--max-drop <share>', 'how far a quality measure may fall')
      .argParser(nonNegative)
      .default(0.05),
  ]
}

function windows(): Option[] {
  return [
    new Option('--reference-where <sql>', 'keep these rows of the reference'),
    new Option('--current-where <sql>', 'keep these rows of the current window'),
    new Option('--null-values <names>', 'texts that are null, besides the empty one').argParser(list),
    new Option('--memory <size>', "limit of the engine's memory, such as 2GB"),
    new Option('--no-progress', 'show no progress on a terminal'),
  ]
}

/** What makes a result a part of the record, where an audit looks for it. */
function recording(): Option[] {
  return [
    new Option(
      '--log [run]',
      'record the result in this run of the store, else in a new one, and with the version compared with',
    ).preset('new'),
    ...recordingOptions(),
  ]
}

/** What says which columns are the model's, for commands under `mlreg drift`: outcomes may be compared as classes. */
export function roleOptions(
  names: readonly string[] = ['--prediction', '--target', '--score', '--task'],
): Option[] {
  return outputs().filter(({ long }) => names.includes(String(long)))
}

/** What says how both windows are read, for commands under `mlreg drift`. */
export function windowOptions(): Option[] {
  return [typeOption(), ...windows()]
}

function typeOption(): Option {
  return new Option(
    '--type <column=kind>',
    `read a column as ${typeChoices.join(', ')} (repeatable)`,
  ).argParser(typeOverrides)
}

/** Parses a share that is neither none nor all. */
export function level(text: string): number {
  const value = share(text)
  if (value > 0 && value < 1) return value
  throw new InvalidArgumentError('It must be above 0 and below 1, such as 0.05.')
}

function seed(text: string): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && value < 2 ** 32) return value
  throw new InvalidArgumentError('It must be a whole number from 0 to 4294967295.')
}

function rules(text: string, previous: readonly Rule[] | undefined): Rule[] {
  return [...(previous ?? []), parseRule(text)]
}

function failOn(text: string): string[] {
  const names = list(text, undefined)
  const wrong = names.find(name => !failOnChoices.includes(name))
  if (names.length === 0 || wrong !== undefined || (names.includes('none') && names.length > 1)) {
    throw new InvalidArgumentError('It must be drift, degradation, drift,degradation or none.')
  }
  return [...new Set(names)]
}

/** The last equals sign ends the name: kinds have none. */
export function typeOverrides(
  text: string,
  previous: ReadonlyMap<string, TypeOverride> | undefined,
): Map<string, TypeOverride> {
  const at = text.lastIndexOf('=')
  const kind = text.slice(at + 1)
  if (at < 1 || !typeChoices.includes(kind)) {
    throw new InvalidArgumentError(
      `It must be COLUMN=${typeChoices.join('|')}, such as --type zip=categorical.`,
    )
  }
  return new Map([...(previous ?? []), [text.slice(0, at), kind as TypeOverride]])
}
