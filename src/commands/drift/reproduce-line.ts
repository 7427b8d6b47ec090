import { defaultSettings } from '../../drift/drift-test.ts'
import { type Flag, names, one, shellWord, types, words } from '../shell-words.ts'
import { presetOf } from './apply-preset.ts'
import type { DriftOptions } from './drift-options.ts'
import type { ExplainOptions } from './explain-options.ts'
import { isStored } from './find-window.ts'
import type { TuneOptions } from './tune-options.ts'

/** The command that gives the same answer: every option that bears on it, wherever it was set, quoted for a shell. */
export function reproduceLine(reference: string, current: string, options: DriftOptions): string {
  const usesStore = [reference, current].some(isStored)
  const flags = [...flagsOf(options), one('--store', usesStore ? options.store : undefined)]
  return ['mlreg drift', shellWord(reference), shellWord(current), ...words(flags)].join(' ')
}

/** The same of `mlreg drift explain`. */
export function explainLine(operands: readonly string[], options: ExplainOptions): string {
  const { alpha, minEffect, limit, type, referenceWhere, currentWhere, nullValues } = options
  const flags = words([
    one('--limit', limit === 20 ? undefined : limit),
    one('--alpha', alpha === 0.05 ? undefined : alpha),
    one('--min-effect', minEffect === defaultSettings.minEffect ? undefined : minEffect),
    types(type),
    one('--reference-where', referenceWhere),
    one('--current-where', currentWhere),
    names('--null-values', nullValues),
  ])
  // An operand that begins like a flag stands behind the end of flags.
  const guard = operands.some(operand => /^-./.test(operand)) ? ['--'] : []
  return guard.length === 0
    ? ['mlreg drift explain', ...operands.map(shellWord), ...flags].join(' ')
    : ['mlreg drift explain', ...flags, ...guard, ...operands.map(shellWord)].join(' ')
}

/** The same of `mlreg drift tune`, but for --write. */
export function tuneLine(reference: string, options: TuneOptions): string {
  const flags = words([
    ['--history', ...(options.history ?? [])],
    one('--by', options.by),
    one('--time', options.time),
    one('--alpha', options.alpha),
    one('--per', options.per === 'column' ? undefined : options.per),
    names('--test', options.test),
    one('--policy', options.test === undefined ? options.policy : undefined),
    names('--columns', options.columns),
    names('--exclude', options.exclude),
    types(options.type),
    one('--prediction', options.prediction),
    one('--target', options.target),
    one('--score', options.score),
    one('--task', options.task),
    one('--reference-where', options.referenceWhere),
    one('--current-where', options.currentWhere),
    names('--null-values', options.nullValues),
  ])
  return ['mlreg drift tune', shellWord(reference), ...flags].join(' ')
}

function flagsOf(options: DriftOptions): readonly Flag[] {
  const preset = presetOf(options)
  const { minEffect = defaultSettings.minEffect, rules = [] } = preset ?? {}
  const ofPreset = rules.map(({ text }) => text)
  return [
    ['--policy', options.policy],
    one('--preset', preset?.name),
    one('--alpha', options.alpha === 0.05 ? undefined : options.alpha),
    one('--min-effect', options.minEffect === minEffect ? undefined : options.minEffect),
    one('--correction', options.correction === 'bh' ? undefined : options.correction),
    one('--block', options.block),
    one('--seed', options.seed === defaultSettings.seed ? undefined : options.seed),
    one('--require-power', options.requirePower ? '' : undefined),
    one('--multivariate', options.multivariate ? '' : undefined),
    ['--rule', ...(options.rule ?? []).map(({ text }) => text).filter(text => !ofPreset.includes(text))],
    names('--test', options.test),
    names('--columns', options.columns),
    names('--exclude', options.exclude),
    types(options.type),
    one('--weights', options.weights),
    one('--top', options.weights === undefined ? undefined : options.top),
    one('--prediction', options.prediction),
    one('--target', options.target),
    one('--score', options.score),
    one('--task', options.task),
    one('--positive', options.positive),
    one('--max-drop', options.maxDrop === 0.05 ? undefined : options.maxDrop),
    one('--reference-where', options.referenceWhere),
    one('--current-where', options.currentWhere),
    names('--null-values', options.nullValues),
    one('--fail-on', options.failOn.length === 2 ? undefined : options.failOn.join(',')),
    one('--fail-share', options.failShare),
  ]
}
