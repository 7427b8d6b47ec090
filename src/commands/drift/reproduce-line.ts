import { defaultSettings } from '../../drift/drift-test.ts'
import type { DriftOptions } from './drift-options.ts'

/** The command that gives the same answer: every option that bears on it, wherever it was set, quoted for a shell. */
export function reproduceLine(reference: string, current: string, options: DriftOptions): string {
  const flags = flagsOf(options).flatMap(([flag, ...values]) =>
    values.flatMap(value => (value === '' ? [flag] : [flag, shellWord(value)])),
  )
  return ['mlreg drift', shellWord(reference), shellWord(current), ...flags].join(' ')
}

type Flag = readonly [flag: string, ...values: string[]]

function flagsOf(options: DriftOptions): readonly Flag[] {
  const one = (flag: string, value: string | number | undefined): Flag =>
    value === undefined ? [flag] : [flag, String(value)]
  const names = (flag: string, values: readonly string[] | undefined): Flag =>
    one(flag, values?.map(value => value.replaceAll(/[\\,]/g, '\\$&')).join(','))
  return [
    ['--policy', options.policy],
    one('--alpha', options.alpha === 0.05 ? undefined : options.alpha),
    one('--min-effect', options.minEffect === defaultSettings.minEffect ? undefined : options.minEffect),
    one('--correction', options.correction === 'bh' ? undefined : options.correction),
    one('--seed', options.seed === defaultSettings.seed ? undefined : options.seed),
    one('--require-power', options.requirePower ? '' : undefined),
    one('--multivariate', options.multivariate ? '' : undefined),
    ['--rule', ...(options.rule ?? []).map(({ text }) => text)],
    names('--test', options.test),
    names('--columns', options.columns),
    names('--exclude', options.exclude),
    ['--type', ...[...(options.type ?? [])].map(([column, kind]) => `${column}=${kind}`)],
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

/** A word as a shell reads it back. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
